/** What a form or a question sets off, as its mutation tells: whether it runs, and why it failed. */
export interface Attempt {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly mutate: () => void;
}
