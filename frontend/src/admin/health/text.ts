import type { CanaryState } from "../../api/health";

export const text = {
  title: "Health",
  lead: "What is checked while Raglan runs: that documents reach only their readers, and that search finds what is there.",
  check: "Check now",
  asked: "The check is on its way. Results appear here as they come.",
  loading: "Asking how things stand",
  well: "All is well.",
  noAlarm: "No alarm stands, but not everything is up, or was checked. See below.",
  notLooked: "No alarm stands, but not everything was looked at yet. See below.",
  alarms: "Alarms",
  since: (when: string) => `Since ${when}`,
  whatToDo: {
    canaries:
      "Treat it as a leak if a document came out: run the tenant doctor, look at what changed since the last good check, and take the web processes down if it isn’t understood.",
    recall: "Build a candidate under “Index and jobs” and promote it: its graph is made in one go.",
    checks:
      "Look whether the scheduler and the workers run, and why the last checks failed: until then nobody knows how it stands.",
  },
  late: (last: string) => `${last} It should have been checked again by now.`,
  walls: "Walls between groups",
  wallsLead:
    "For each group a hidden document is planted that only made-up people may read. Every six hours it is searched for from inside and from outside.",
  canaries: "Canaries",
  never: "Not checked yet.",
  checked: (when: string) => `Checked ${when}.`,
  off: "Switched off: nothing is planted and nothing is checked.",
  nobody: "No group",
  nobodyDetail:
    "Planted so that none of your groups may read it: not even somebody in all of them may find it.",
  states: {
    kept: "Holds",
    waiting: "Being planted",
    lost: "Not found from inside",
    leaked: "Found from outside",
  } as const satisfies Record<CanaryState, string>,
  by: (ways: readonly string[]) => `by ${ways.join(", ")}`,
  recall: "Recall of the index",
  recallLead: "Which share of the nearest passages the graph finds, asked with passages of its own.",
  recallQuestions: (questions: number) =>
    `It is also asked with the last ${questions} questions of people, where there are so many.`,
  recallLeast: (least: string) => `Below ${least}, people miss answers.`,
  recallLeastOfBoth: (least: string, ofQuestions: string) =>
    `Below ${least} of passages, or ${ofQuestions} of questions, people miss answers.`,
  askedWithPassages: "asked with its own passages",
  askedWithQuestions: "asked with people’s questions and its own passages",
  recalls: (ofQuestions: string, ofPassages: string) =>
    `${ofQuestions} of questions, ${ofPassages} of passages`,
  index: (id: number) => `Index version ${id}`,
  exact: "Compares every passage",
  unmeasured: "Not measured yet",
  noIndexes: "There is no index version yet.",
  words: "Search by words",
  recount: "What searches by words rely on",
  recountDetail: "Once a day it is counted anew from the documents, and mended where it was wrong.",
  mended: (count: number) => (count === 0 ? "Right" : count === 1 ? "1 was mended" : `${count} were mended`),
  queues: "Queues",
  quiet: "Nothing waits.",
  waiting: (waiting: number, running: number) => `${waiting} waiting, ${running} running`,
  later: (count: number) => (count === 1 ? "1 is due later" : `${count} are due later`),
  waitsSince: (when: string) => `the oldest since ${when}`,
  stalled: (when: string) => `Nothing has moved since ${when}. Look whether its workers run.`,
  models: "Models",
  embedder: "Embeds questions",
  server: (number: number) => `Model server ${number}`,
  up: "Up",
  down: "Down",
};
