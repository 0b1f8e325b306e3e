import type { AuditEvent } from "../../api/types";
import { formatMoment } from "../../ui/time";
import { Row } from "../Row";
import { DeletionReport } from "./DeletionReport";
import { detailOf, sentenceOf } from "./event";
import { text } from "./text";

/** One thing that somebody did. */
export function AuditRow({ event }: { event: AuditEvent }) {
  const isErasure = event.action === "document.erased";
  const detail = isErasure ? "" : detailOf(event.detail);
  return (
    <Row
      name={sentenceOf(event.action, event.target)}
      detail={
        <>
          {event.actor ?? text.nobody}
          {event.key_id !== null && ` ${text.byKey}`}
          {event.detail["via"] === "shell" && ` ${text.byShell}`} · {formatMoment(event.created_at)}
          {detail !== "" && <p>{detail}</p>}
          {isErasure && event.target.startsWith("document:") && (
            <p>
              <DeletionReport target={event.target} />
            </p>
          )}
          {event.target !== "" && (
            <details>
              <summary>{text.target}</summary>
              <code>{event.target}</code>
            </details>
          )}
        </>
      }
    />
  );
}
