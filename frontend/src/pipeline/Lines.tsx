import type { Line } from "../api/pipelines";
import classes from "./Lines.module.css";
import type { Gap } from "./nearby";
import { text } from "./text";

const marks = { same: " ", added: "+", removed: "−" } as const;
const words = { same: "", added: text.added, removed: text.removed } as const;
const tags = { same: "span", added: "ins", removed: "del" } as const;

/** Two files in one: what goes, what comes, and what stays; what is left out of that is counted. */
export function Lines({ lines }: { lines: readonly (Line | Gap)[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, also by keyboard
    <section className={classes["room"]} tabIndex={0} aria-label={text.lines}>
      <ol className={classes["list"]}>
        {lines.map((line) =>
          line.kind === "gap" ? (
            <li key={`gap ${line.from}`} data-kind="gap">
              {text.unchangedLines(line.count)}
            </li>
          ) : (
            <OneLine key={`${line.old} ${line.new}`} line={line} />
          ),
        )}
      </ol>
    </section>
  );
}

function OneLine({ line: { kind, text: content } }: { line: Line }) {
  const Tag = tags[kind];
  return (
    <li data-kind={kind}>
      <span className={classes["mark"]} aria-hidden="true">
        {marks[kind]}
      </span>
      {kind !== "same" && <span className="visually-hidden">{words[kind]} </span>}
      <Tag>{content}</Tag>
    </li>
  );
}
