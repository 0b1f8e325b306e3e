/** The words about a collection that goes back to the company's index version. */
export const followText = {
  button: (name: string | undefined) =>
    name === undefined ? "Back to the company’s version" : `${name}: back to the company’s version`,
  title: (name: string) => `Let ${name} answer by the company’s version?`,
  confirm: "Use the company’s",
  body: (number: number) =>
    `What the company’s version lacks is cut and embedded first; version ${number} answers until then. It is kept for a while, so you can roll back, and the collection goes along with what you promote for the company from then on.`,
  begun: (names: readonly string[]) =>
    `${names.join(", ")}: on the way back to the company’s version. This one answers until it is there.`,
  stopped: "It was stopped.",
  unknown: "It failed.",
  failed: (name: string, why: string) =>
    `${name} did not get back to the company’s version: ${why} This one goes on answering.`,
};
