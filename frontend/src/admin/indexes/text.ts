export const text = {
  title: "Index versions",
  lead: "A new version is built beside the live one; questions are answered throughout. Promote it when it is ready, and roll back if it disappoints.",
  build: "Build a new version",
  buildTitle: "Build a new version?",
  buildBody:
    "Every document is split and embedded again with the settings in force. The live version stays as it is until you promote the new one.",
  promote: "Promote",
  promoteTitle: (number: number) => `Make version ${number} the live one?`,
  promoteBody:
    "Every question is answered from it from now on. The version that is live now is kept, so you can roll back.",
  cancel: "Cancel",
  cancelTitle: (number: number) => `Stop building version ${number}?`,
  cancelBody: "What has been built of it is thrown away. The live version isn’t touched.",
  rollback: "Roll back to this",
  rollbackTitle: (number: number) => `Roll back to version ${number}?`,
  rollbackBody: "It becomes the live version within seconds.",
  version: (number: number) => `Version ${number}`,
  settings: (embedder: string, dimensions: number, precision: string) =>
    `${embedder}, ${dimensions} dimensions, ${precision}`,
  passages: "passages",
  steps: "steps",
  progress: (done: number, total: number, unit: string) =>
    `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${unit}`,
  failed: (count: number) => `${count} failed`,
  left: (duration: string) => `${duration} left`,
  loading: "Loading",
  empty: "No version has been built yet. The first one is made with the first document.",
  jobs: "Jobs",
  jobsLead: "Work that runs behind: reading, imports, exports, erasure.",
  noJobs: "Nothing is waiting or running.",
  attempts: (count: number) => `${count} attempts`,
  stopJob: "Cancel",
};
