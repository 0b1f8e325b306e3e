import type { DiffBlock as Block } from "../../api/types";
import classes from "./DiffBlock.module.css";
import { text } from "./text";

type Part = Block["parts"][number];

function Words({ parts, hide }: { parts: readonly Part[]; hide?: Part["kind"] }) {
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length + 1;
    if (part.kind === hide) return null;
    if (part.kind === "added") return <ins key={key}>{part.text}</ins>;
    if (part.kind === "removed") return <del key={key}>{part.text}</del>;
    return <span key={key}>{part.text}</span>;
  });
}

interface SideProps {
  block: Block;
  side: "old" | "new";
}

/** A paragraph as it was, or as it is; empty where there is none. */
function Side({ block, side }: SideProps) {
  const number = block[side];
  const isOld = side === "old";
  if (number === null) return <div className={classes["none"]} aria-hidden="true" />;
  return (
    <p
      className={classes["paragraph"]}
      data-kind={block.kind === "same" ? "same" : isOld ? "removed" : "added"}
    >
      <span className={classes["number"]} aria-hidden="true">
        {number}
      </span>
      <span className={classes["words"]}>
        <Words parts={block.parts} hide={isOld ? "added" : "removed"} />
      </span>
    </p>
  );
}

/** One paragraph of a comparison, or the number of those that did not change. */
export function DiffBlock({ block, isSplit }: { block: Block; isSplit: boolean }) {
  if (block.kind === "skipped") {
    return <p className={classes["skipped"]}>{text.skipped(block.paragraphs)}</p>;
  }
  if (isSplit) {
    return (
      <div className={classes["pair"]}>
        <Side block={block} side="old" />
        <Side block={block} side="new" />
      </div>
    );
  }
  return (
    <p className={classes["paragraph"]} data-kind={block.kind}>
      <span className={classes["number"]} aria-hidden="true">
        {block.new ?? block.old}
      </span>
      <span className={classes["words"]}>
        <Words parts={block.parts} />
      </span>
    </p>
  );
}
