import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import type { Health } from "../../api/health";
import { formatMoment } from "../../ui/time";
import classes from "./Health.module.css";
import { isMeasured, isWell } from "./standing";
import { text } from "./text";

/** What does not hold, and what to do; or that all is well, where all was looked at. */
export function Alarms({ health }: { health: Health }) {
  const { alarms } = health;
  if (alarms.length === 0) {
    return isWell(health) ? (
      <p className={classes["well"]}>
        <CircleCheck size={18} aria-hidden="true" /> {text.well}
      </p>
    ) : (
      <p className={classes["unsure"]}>
        <CircleDashed size={18} aria-hidden="true" />{" "}
        {isMeasured(health.recall) ? text.noAlarm : text.notLooked}
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
