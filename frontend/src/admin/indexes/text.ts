import type { IndexVersion } from "../../api/types";
import { formatBytes, formatDuration } from "../../ui/time";
import type { IndexStep } from "./changes";

export const stepWords = {
  promote: {
    button: "Promote",
    title: (number: number) => `Make version ${number} the live one?`,
    body: (whom: string) =>
      `It answers for ${whom} from now on. The version that answers there now is kept for a while, so you can roll back.`,
  },
  discard: {
    button: "Discard",
    title: (number: number) => `Discard version ${number}?`,
    body: () => "What has been built of it is thrown away. The live version isn’t touched.",
  },
  stop: {
    button: "Stop building",
    title: (number: number) => `Stop building version ${number}?`,
    body: () => "What has been built of it is thrown away. The live version isn’t touched.",
  },
  rollback: {
    button: "Roll back to this",
    title: (number: number) => `Roll back to version ${number}?`,
    body: (whom: string) =>
      `It answers for ${whom} again within seconds. The version that answers there now is kept for a while, so you can come back to it.`,
  },
  drop: {
    button: "Drop now",
    title: (number: number) => `Drop version ${number} now?`,
    body: () =>
      "Its room is given back, and you can’t roll back to it any more. The live version isn’t touched.",
  },
} as const satisfies Record<IndexStep, unknown>;

/** What making a version took, by the server's names for it. */
export const costWords: Readonly<Record<string, (value: number) => string>> = {
  embedded_chunks: (count) => `${count.toLocaleString("en")} passages embedded`,
  derived_chunks: (count) => `${count.toLocaleString("en")} vectors computed from others`,
  read_files: (count) => `${count.toLocaleString("en")} files read again`,
  tokens: (count) => `${count.toLocaleString("en")} tokens`,
  embedding_seconds: (seconds) => `${formatDuration(seconds)} of computing`,
  bytes: (bytes) => `${formatBytes(bytes)} of vectors`,
  graph_recall: (share) => `finds ${(100 * share).toFixed(1)} % of what an exact search finds`,
};

/** What a job's time went into, by the server's names for it. */
export const stageWords = {
  title: "Time by stage",
  soFar: (time: string) => `${time} so far`,
  names: {
    waiting: "Waited",
    working: "Worked",
    reading: "Read files",
    splitting: "Split",
    computing: "Computed vectors",
    embedding: "Embedded",
    indexing: "Built the graph",
    verifying: "Verified",
    storing: "Stored",
  } as Readonly<Record<string, string>>,
};

const neededWords: Record<NonNullable<IndexVersion["needs"]>, string> = {
  reparse: "Every file was read again",
  resplit: "The texts were cut again",
  reembed: "The passages were embedded again",
  derive: "The vectors were computed from others",
  nothing: "Nothing had to be done anew",
};

const needingWords: typeof neededWords = {
  reparse: "Every file is read again",
  resplit: "The texts are cut again",
  reembed: "The passages are embedded again",
  derive: "The vectors are computed from others",
  nothing: "Nothing has to be done anew",
};

export const text = {
  needed: ({ needs, state }: Pick<IndexVersion, "needs" | "state">, changes: readonly string[]) => {
    if (needs === null) return "Made with the first document";
    const why = changes.length > 0 ? `because of ${changes.join(", ")}` : "with the same settings";
    return `${(state === "building" ? needingWords : neededWords)[needs]}, ${why}`;
  },
  everybody: "every collection without a version of its own",
  itsOwn: "what it was built for",
  gone: "Given up: its room was given back, and it can’t be promoted or rolled back to any more.",
  change: (path: string, before: string, after: string) => `${path} (${before} → ${after})`,
  worker: (name: string) => `Worked on by ${name}`,
  dueAt: (moment: string) => `due ${moment}`,
  startsIn: (time: string) => `begins in ${time}`,
  title: "Index versions",
  lead: "A new version is built beside the live one; questions are answered throughout. Promote it when it is ready, and roll back if it disappoints.",
  build: "Build a new version",
  buildTitle: "Build a new version",
  forAll: "Built for the whole company",
  forSome: (names: readonly string[]) => `Built for ${names.join(", ")}`,
  answersForAll: "Answers for every collection without a version of its own",
  answersFor: (names: readonly string[]) => `Answers for ${names.join(", ")}`,
  keptUntil: (moment: string) => `You can roll back to it until ${moment}; then its room is given back.`,
  previous: "Live before",
  version: (number: number) => `Version ${number}`,
  settings: (embedder: string, dimensions: number, precision: string) =>
    `${embedder}, ${dimensions} dimensions, ${precision}`,
  splitter: ({ max_tokens, overlap_tokens }: IndexVersion["settings"]["splitter"]) =>
    `passages of at most ${max_tokens} tokens${overlap_tokens > 0 ? `, ${overlap_tokens} repeated` : ""}`,
  begun: (moment: string) => `Begun ${moment}`,
  passages: "passages",
  progress: (done: number, total: number, unit: string) =>
    `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${unit}`,
  failed: (count: number) => `${count} failed`,
  left: (duration: string) => `${duration} left`,
  loading: "Loading",
  emptyTitle: "No version yet",
  empty: "The first one is made with the first document.",
  unlikeLive: (differences: readonly string[]) => `Unlike the live version: ${differences.join(" · ")}`,
  asLive: "The same settings as the live version",
  unlike: (name: string, here: string, live: string) => `${name} ${here} instead of ${live}`,
  jobs: "Jobs",
  jobsLead: "What people asked for that takes a while: uploads, imports, index versions.",
  kinds: {
    ParseDocument: "Read a document",
    EmbedPending: "Index passages",
    LoadDocuments: "Load many documents",
    EditDocuments: "Edit many documents",
    SettleDocument: "End a document",
    CheckErasure: "Look for what is left of a document",
    BuildIndex: "Build",
    BuildGraph: "Speed up",
    FollowTenant: "Go back to the company’s index version",
    DropIndex: "Remove",
    RemoveFiles: "Remove files",
    SyncSource: "Read a source",
    StartSync: "Start a source when it is due",
    MarkInterrupted: "Look after an answer",
    SendInvitation: "Send an invitation",
    DeliverWebhook: "Call a webhook",
  } as Readonly<Record<string, string>>,
  steps: "steps",
  allSteps: "Every step behind them",
  noJobs: "Nothing has been asked for yet.",
  attempts: (count: number) => `${count} attempts`,
  stopJob: "Stop",
};
