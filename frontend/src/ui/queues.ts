/** What each queue is for, in words. */
export const queues: Readonly<Record<string, string>> = {
  parse: "Reading files",
  embed: "Indexing passages",
  reindex: "Building indexes",
  evaluate: "Evaluating",
  sync: "Sources and websites",
  webhooks: "Webhooks",
  mail: "E-mail",
};
