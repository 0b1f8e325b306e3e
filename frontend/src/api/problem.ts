import type { FieldProblem, ProblemDetails } from "./types";

const plainWords: Record<number, string> = {
  0: "Raglan can't be reached. Check your connection and try again.",
  400: "Something in that request wasn't right.",
  401: "You are signed out. Sign in again to go on.",
  404: "That isn't here. It may have been deleted, or it isn't shared with you.",
  409: "This changed in the meantime. Reload and try again.",
  413: "That file is larger than this installation accepts.",
  415: "That file format isn't supported.",
  429: "Too many requests at once. Wait a moment and try again.",
  503: "A part of Raglan is down for the moment. Try again shortly.",
};

/** An answer of the server that wasn't a success, said in words that a person can act on. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(
    details: Partial<ProblemDetails> & { status: number },
    retryAfterSeconds: number | null = null,
  ) {
    super(sentence(details));
    this.status = details.status;
    this.code = details.code ?? "unknown";
    this.fields = details.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The complaint about one field of a form, or undefined. */
  about(field: string): string | undefined {
    return this.fields.find((problem) => problem.field === field)?.detail;
  }
}

function sentence(details: Partial<ProblemDetails> & { status: number }): string {
  if (details.detail) return details.detail;
  const known = plainWords[details.status];
  if (known) return known;
  return details.title ?? "Raglan made a mistake. It has been noted; try again.";
}

/** Make a Problem of whatever a failed response carried. */
export function problemFrom(response: Response, body: unknown): Problem {
  const retryAfter = Number(response.headers.get("Retry-After"));
  const seconds = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null;
  const details = typeof body === "object" && body !== null ? (body as Partial<ProblemDetails>) : {};
  return new Problem({ ...details, status: response.status }, seconds);
}

/** Say any error in plain words. */
export function wordsFor(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return "That took too long. Try again.";
  }
  return (isLostConnection(error) ? plainWords[0] : null) ?? pageFault;
}

const pageFault =
  "Something went wrong on this page. Reload it; if that doesn't help, tell your administrator.";

// By its words: the browser says it with a TypeError, as it does a mistake in the page's own code.
const lostWords = /failed to fetch|network ?error|load failed/i;

/** Whether the server wasn't reached at all, as each browser says it. */
export function isLostConnection(error: unknown): boolean {
  return error instanceof TypeError && lostWords.test(error.message);
}

/** The error as a Problem, or null where it is none. */
export function problemOf(error: unknown): Problem | null {
  return error instanceof Problem ? error : null;
}

/** What is left to say of an error below a form: nothing where all of it is about fields that say it. */
export function besideFields(error: unknown, ...shown: readonly string[]): unknown {
  const fields = problemOf(error)?.fields ?? [];
  return fields.length > 0 && fields.every(({ field }) => shown.includes(field)) ? null : error;
}

export function isProblem(error: unknown, status: number): error is Problem {
  return error instanceof Problem && error.status === status;
}
