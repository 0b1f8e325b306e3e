import { CircleCheck, TriangleAlert } from "lucide-react";
import type { Health } from "../../api/health";
import { formatMoment } from "../../ui/time";
import classes from "./Health.module.css";
import { text } from "./text";

/** What does not hold, and what to do; or that all is well. */
export function Alarms({ alarms }: { alarms: Health["alarms"] }) {
  if (alarms.length === 0) {
    return (
      <p className={classes["well"]}>
        <CircleCheck size={18} aria-hidden="true" /> {text.well}
      </p>
    );
  }
  return (
    <ul className={classes["alarms"]} aria-label={text.alarms}>
      {alarms.map(({ kind, says, since }) => (
        <li key={kind} className={classes["alarm"]}>
          <TriangleAlert size={18} aria-hidden="true" />
          <div>
            <p className={classes["says"]}>{says}</p>
            <p>{text.whatToDo[kind]}</p>
            <p className={classes["since"]}>{text.since(formatMoment(since))}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
