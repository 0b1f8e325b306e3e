import type { Difference } from "../api/pipelines";
import { Changes } from "./Changes";
import classes from "./Comparison.module.css";
import { Costs } from "./Costs";
import { Lines } from "./Lines";
import { text } from "./text";

interface Props {
  slug: string;
  difference: Difference;
  isCosted: boolean;
}

/** What a file would change, what that would take, and both files line by line. */
export function Comparison({ slug, difference, isCosted }: Props) {
  const { changes, lines } = difference;
  return (
    <section className={classes["root"]} aria-label={text.comparison}>
      <h2 className={classes["title"]}>{text.comparison}</h2>
      <div role="status">
        <Changes changes={changes} />
      </div>
      {changes.length > 0 && <Costs slug={slug} difference={difference} isCosted={isCosted} />}
      {lines.some(({ kind }) => kind !== "same") && <Lines lines={lines} />}
    </section>
  );
}
