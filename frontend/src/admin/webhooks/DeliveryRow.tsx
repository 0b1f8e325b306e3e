import type { Delivery } from "../../api/types";
import { formatMoment } from "../../ui/time";
import { StateTag } from "../indexes/StateTag";
import { Row } from "../Row";
import { text } from "./text";

/** One event on its way to an address, or what became of it. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { event, state, attempts, status, duration_ms, error, created_at } = delivery;
  const facts = [
    formatMoment(created_at),
    attempts > 0 ? text.attempts(attempts) : "",
    status === null ? "" : text.answered(status),
    duration_ms === null ? "" : text.took(duration_ms),
  ].filter((fact) => fact !== "");
  return (
    <Row
      name={
        <>
          {event} <StateTag state={state} words={text.stateWords[state]} />
        </>
      }
      detail={
        <>
          {facts.join(" · ")}
          {error !== "" && <p>{error}</p>}
        </>
      }
    />
  );
}
