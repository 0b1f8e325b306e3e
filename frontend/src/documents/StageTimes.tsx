import { useQuery } from "@tanstack/react-query";
import type { RaglanDocument } from "../api/types";
import { progressQuery } from "../api/work";
import classes from "./DocumentFacts.module.css";
import own from "./StageTimes.module.css";
import { formatSeconds, passed, wholeSeconds } from "./stageTimes";
import { text } from "./text";

/** How long a document took from its arrival to being searchable, stage by stage. */
export function StageTimes({ document }: { document: RaglanDocument }) {
  const { data } = useQuery(progressQuery(document));
  if (data === undefined || wholeSeconds(data.stages) === 0) return null;
  return (
    <section aria-labelledby="times-title">
      <h2 id="times-title" className={classes["title"]}>
        {text.stageTimes}
      </h2>
      <dl className={own["times"]}>
        {passed(data.stages).map(({ name, seconds }) => (
          <div key={name}>
            <dt>{text.stages[name]}</dt>
            <dd>{formatSeconds(seconds)}</dd>
          </div>
        ))}
        <div className={own["whole"]}>
          <dt>{text.altogether}</dt>
          <dd>{formatSeconds(wholeSeconds(data.stages))}</dd>
        </div>
      </dl>
    </section>
  );
}
