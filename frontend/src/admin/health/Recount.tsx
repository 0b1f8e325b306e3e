import type { Health } from "../../api/health";
import { formatAgo } from "../../ui/time";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { Mark } from "./Mark";
import { text } from "./text";

/** Whether what searches by words count with was as a recount says. */
export function Recount({ recount }: { recount: Health["recount"] }) {
  const { checked_at, mended } = recount;
  return (
    <Section title={text.words}>
      <Rows>
        <Row
          name={text.recount}
          detail={`${text.recountDetail} ${checked_at === null ? text.never : text.checked(formatAgo(checked_at))}`}
        >
          {checked_at !== null && <Mark tone={mended === 0 ? "good" : "open"}>{text.mended(mended)}</Mark>}
        </Row>
      </Rows>
    </Section>
  );
}
