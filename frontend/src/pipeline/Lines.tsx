import type { Line } from "../api/pipelines";
import classes from "./Lines.module.css";
import { text } from "./text";

const marks = { same: " ", added: "+", removed: "−" } as const;
const words = { same: "", added: text.added, removed: text.removed } as const;
const tags = { same: "span", added: "ins", removed: "del" } as const;

/** Two files in one: what goes, what comes, and what stays. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, also by keyboard
    <section className={classes["room"]} tabIndex={0} aria-label={text.lines}>
      <ol className={classes["list"]}>
        {lines.map(({ kind, old, new: now, text: line }) => {
          const Tag = tags[kind];
          return (
            <li key={`${old} ${now}`} data-kind={kind}>
              <span className={classes["mark"]} aria-hidden="true">
                {marks[kind]}
              </span>
              {kind !== "same" && <span className="visually-hidden">{words[kind]} </span>}
              <Tag>{line}</Tag>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
