import type { Health } from "../../api/health";
import { formatAgo } from "../../ui/time";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { Mark } from "./Mark";
import { text } from "./text";

/** What waits in each queue, and whether it moves. */
export function Queues({ queues }: { queues: Health["queues"] }) {
  return (
    <Section title={text.queues}>
      {queues.length === 0 ? (
        <p>{text.quiet}</p>
      ) : (
        <Rows>
          {queues.map((queue) => (
            <Row key={queue.queue} name={queue.queue} detail={detail(queue)}>
              <Mark tone={queue.stalled_since === null ? "good" : "bad"}>
                {text.waiting(queue.waiting, queue.running)}
              </Mark>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  );
}

function detail({ stalled_since, oldest_waiting_since, put_off }: Health["queues"][number]): string {
  if (stalled_since !== null) return text.stalled(formatAgo(stalled_since));
  const waits = oldest_waiting_since === null ? "" : text.waitsSince(formatAgo(oldest_waiting_since));
  return [waits, put_off > 0 ? text.later(put_off) : ""].filter((part) => part !== "").join(", ");
}
