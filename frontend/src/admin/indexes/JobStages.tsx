import type { Job } from "../../api/types";
import { formatSeconds } from "../../documents/stageTimes";
import classes from "./JobStages.module.css";
import { shares } from "./jobStages";
import { stageWords } from "./text";

/** How long a job waited and worked, stage by stage, each as long as its share of the whole. */
export function JobStages({ job }: { job: Job }) {
  const stages = shares(job.stages);
  if (stages.length === 0) return null;
  return (
    <div className={classes["root"]}>
      <div className={classes["bar"]} aria-hidden="true">
        {stages.map(({ name, share }) => (
          <span key={name} data-stage={name} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={classes["stages"]} aria-label={stageWords.title}>
        {stages.map(({ name, seconds, is_current }) => (
          <li key={name} data-stage={name}>
            {stageWords.names[name] ?? name}{" "}
            <span className={classes["time"]}>
              {is_current ? stageWords.soFar(formatSeconds(seconds)) : formatSeconds(seconds)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
