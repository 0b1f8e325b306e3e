import { useQuery } from "@tanstack/react-query";
import type { RaglanDocument } from "../api/types";
import { progressQuery } from "../api/work";
import classes from "./DocumentFacts.module.css";
import { formatSeconds, passed, wholeSeconds } from "./stageTimes";
import { text } from "./text";

/** How long a document took from its arrival to being searchable, stage by stage. */
export function StageTimes({ document }: { document: RaglanDocument }) {
  const { data } = useQuery(progressQuery(document));
  if (data === undefined || wholeSeconds(data.stages) === 0) return null;
  const stages = passed(data.stages).map(
    ({ name, seconds }) => `${text.stages[name]} ${formatSeconds(seconds)}`,
  );
  return (
    <section aria-labelledby="times-title">
      <h2 id="times-title" className={classes["title"]}>
        {text.stageTimes}
      </h2>
      <dl className={classes["list"]}>
        <div>
          <dt>{stages.join(", ")}</dt>
          <dd>{formatSeconds(wholeSeconds(data.stages))}</dd>
        </div>
      </dl>
    </section>
  );
}
