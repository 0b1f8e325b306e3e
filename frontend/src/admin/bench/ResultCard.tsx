import { Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { Result } from "../../api/bench";
import classes from "./Bench.module.css";
import type { Move, Part } from "./comparison";
import { text } from "./text";

interface Props {
  result: Result;
  place?: number;
  /** The place of the result that says the same. */
  same?: number | undefined;
  move: Move | undefined;
  /** The scores that its search gave. */
  parts: readonly Part[];
  scale: Record<Part, number>;
  expected: ReadonlyMap<string, string>;
  onExpect: (id: string, title: string) => void;
}

/** One result: its place, how it moved, its words, and what each stage made of it. */
export function ResultCard({ result, place, same, move, parts, scale, expected, onExpect }: Props) {
  const { document, scores } = result;
  return (
    <li className={classes["card"]} data-move={move?.kind}>
      <div className={classes["cardHead"]}>
        {place !== undefined && <span className={classes["place"]}>{place}</span>}
        <Link to="/documents/$documentId" params={{ documentId: document.id }}>
          {document.title}
        </Link>
        {move && move.kind !== "same" && <span className={classes["move"]}>{text.moved(move)}</span>}
      </div>
      <p className={classes["snippet"]}>{result.text.replace(/\n\s*\n/g, "\n")}</p>
      {result.repeats !== null && <p className={classes["also"]}>{text.repeats(same)}</p>}
      {result.also_in.length > 0 && (
        <p className={classes["also"]}>
          {text.alsoIn}{" "}
          {result.also_in.map(({ id, title }, place) => (
            <Fragment key={id}>
              {place > 0 && ", "}
              <Link to="/documents/$documentId" params={{ documentId: id }}>
                {title}
              </Link>
            </Fragment>
          ))}
        </p>
      )}
      <dl className={classes["scores"]}>
        {parts
          .filter((part) => scores[part] !== null)
          .map((part) => (
            <div key={part}>
              <dt>{text.parts[part]}</dt>
              <dd>
                <meter min={0} max={scale[part] || 1} value={Math.max(0, scores[part] ?? 0)}>
                  {scores[part]}
                </meter>
                {(scores[part] ?? 0).toFixed(3)}
              </dd>
            </div>
          ))}
      </dl>
      <Checkbox
        size="xs"
        label={text.should}
        aria-label={text.expected(document.title)}
        checked={expected.has(document.id)}
        onChange={() => onExpect(document.id, document.title)}
      />
    </li>
  );
}
