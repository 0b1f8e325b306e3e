/** The words about what runs behind. */
import { queues } from "../ui/queues";

export const text = {
  title: "Background work",
  lead: "What waits and runs for your company, and whether it moves. Companies take turns in every queue.",
  back: "Back to the documents",
  loading: "Asking the queues",
  emptyTitle: "Nothing waits",
  empty: "Everything that was asked for is done.",
  queues,
  counts: (waiting: number, running: number, putOff: number) =>
    [
      running > 0 ? `${running} at work` : "",
      waiting > 0 ? `${waiting} waiting` : "",
      putOff > 0 ? `${putOff} planned for later` : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  waitingSince: (ago: string) => `the longest since ${ago}`,
  movedAt: (ago: string) => `something was last finished ${ago}`,
  neverMoved: "nothing was finished yet",
  moving: "Working",
  resting: "Idle",
  stalled: "Stuck",
  stalledSince: (ago: string) =>
    `No job of any company was finished here since ${ago}. Whoever runs this installation should look at the workers of this queue.`,
  workers: (names: readonly string[]) => `Worked on by ${names.join(", ")}`,
};
