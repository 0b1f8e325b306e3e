import type { AppliedFile, Difference } from "../api/pipelines";

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** A value as the file writes it. */
const written = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? "none" : value.join(", ");
};

export const text = {
  title: (name: string) => `Pipeline of ${name}`,
  lead: "How files of this collection are read, cut and embedded, as a file.",
  back: "Back to the documents",
  loading: "Loading the pipeline",
  file: "Pipeline file",
  hint: "Nothing happens to the collection before you apply the file.",
  check: "Check",
  compare: "Compare",
  apply: "Apply",
  discard: "Discard changes",
  download: "Download",
  upload: "Upload",
  tooLarge: "This file is too large to be a pipeline.",
  right: "The file is right.",
  faults: (count: number) =>
    count === 1 ? "One thing is wrong:" : `${counted(count, "thing is", "things are")} wrong:`,
  line: (number: number) => `Line ${number}`,
  onlyAdmins: "You can check and compare. Administrators apply a pipeline.",
  lines: "Lines of both files",
  replaceTitle: "Replace your changes?",
  replaceLead: "What you have written here is not applied yet. The uploaded file takes its place.",
  replace: "Replace",
  comparison: "Compared with the present pipeline",
  same: "It changes nothing: the collection answers by these settings already.",
  changes: ({ path, before, after }: Difference["changes"][number]) =>
    [path, `${written(before)} → ${written(after)}`] as const,
  added: "Added:",
  removed: "Removed:",
  applyTitle: {
    build: "Build an index version beside the live one?",
    keep: "Apply this file?",
  },
  beside:
    "It is built for this collection alone. Questions are answered as now until you promote it under Index versions.",
  keeps: "Nothing has to be built. The file is kept in the history.",
  build: "Apply and build",
  keep: "Apply",
  revert: "Go back to it",
  revertTitle: (number: number) => `Go back to file ${number}?`,
  revertButton: "Go back",
  revertAnew: "Nothing was done. What going back changes now is worked out anew:",
  applied: (number: number, index: number | null) =>
    index === null
      ? `File ${number} is applied.`
      : `File ${number} is applied. Index version ${index} is being built; promote it when it is ready.`,
  conflict: "Somebody changed this pipeline while you did",
  conflictBy: (name: string, number: number, moment: string) =>
    `${name} applied file ${number}, ${moment}, after you began.`,
  conflictPromoted: "The collection answers by other settings than when you began.",
  conflictKept: "What you have written is still here.",
  conflictWhat: "What changed since you began",
  conflictKeep: "Go on with my text",
  conflictTake: "Take the present file",
  takeTitle: "Take the present file?",
  takeLead: "What you have written here is lost.",
  take: "Take it",
  settleFirst: "Somebody changed this pipeline while you did, so it can’t be applied yet.",
  seeConflict: "See what changed",
  unchangedLines: (count: number) => counted(count, "unchanged line", "unchanged lines"),
  indexes: "Index versions",
  waiting: (number: number, index: number, isReady: boolean) =>
    isReady
      ? `File ${number} waits: index version ${index} is ready. The collection answers by the present pipeline until it is promoted.`
      : `File ${number} waits: index version ${index} is being built. The collection answers by the present pipeline until it is promoted.`,
  history: "History",
  historyLead: "Every file that was applied here, the latest first.",
  none: "No file has been applied yet: the collection answers by the company’s settings.",
  number: (number: number) => `File ${number}`,
  somebody: "Somebody",
  by: (name: string, moment: string) => `Applied by ${name}, ${moment}`,
  look: "Look",
  lookTitle: (number: number) => `File ${number}, compared with the present`,
  noVersion: "Nothing was to be built",
  version: (index: number, state: NonNullable<AppliedFile["state"]>) =>
    `Index version ${index} ${stateWords[state]}`,
  gone: (index: number) => `Index version ${index} is gone`,
  leaveTitle: "Leave without applying?",
  leaveBody: "What you changed in the file is lost.",
  leave: "Leave",
};

const stateWords: Record<NonNullable<AppliedFile["state"]>, string> = {
  building: "is being built",
  ready: "is ready",
  live: "answers",
  retired: "was replaced",
  failed: "could not be built",
  cancelled: "was given up",
};
