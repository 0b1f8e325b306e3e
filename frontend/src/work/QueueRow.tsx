import { StateTag } from "../admin/indexes/StateTag";
import { Row } from "../admin/Row";
import type { Queue } from "../api/types";
import { formatAgo } from "../ui/time";
import { text } from "./text";

/** One queue: what waits, what runs and by whom, and whether it moves at all. */
export function QueueRow({ queue }: { queue: Queue }) {
  const { waiting, running, put_off, moved_at, oldest_waiting_since, stalled_since, workers } = queue;
  const isDue = waiting + running > 0;
  const facts = [
    text.counts(waiting, running, put_off),
    oldest_waiting_since ? text.waitingSince(formatAgo(oldest_waiting_since)) : "",
    moved_at ? text.movedAt(formatAgo(moved_at)) : text.neverMoved,
  ].filter((fact) => fact !== "");
  return (
    <Row
      name={
        <>
          {text.queues[queue.queue] ?? queue.queue}{" "}
          <StateTag
            state={stalled_since ? "failed" : isDue ? "live" : "queued"}
            words={stalled_since ? text.stalled : isDue ? text.moving : text.resting}
          />
        </>
      }
      detail={
        <>
          {facts.join(" · ")}
          {workers.length > 0 && <p>{text.workers(workers)}</p>}
          {stalled_since && <p role="alert">{text.stalledSince(formatAgo(stalled_since))}</p>}
        </>
      }
    />
  );
}
