import { Fragment, type ReactNode, useMemo } from "react";
import classes from "./Tabled.module.css";
import { blocksOf, type Row, type Span } from "./tables";

interface Props {
  text: string;
  /** Shows a part of the text; as it is, where nothing in it is marked. */
  part?: (span: Span) => ReactNode;
}

/** Plain text whose lines of cells are drawn as tables; its characters stay as they are, to be copied and searched. */
export function Tabled({ text, part = ({ from, to }) => text.slice(from, to) }: Props) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return blocks.map((block) => {
    const [head, ...body] = block.rows;
    if (head === undefined) return <Fragment key={block.from}>{part(block)}</Fragment>;
    const cellsOf = (row: Row, Cell: "th" | "td") => (
      <tr key={row.from}>
        {row.cells.map((cell, index) => (
          <Cell key={cell.from} scope={Cell === "th" ? "col" : undefined}>
            {part(cell)}
            <span className="visually-hidden" aria-hidden="true">
              {text.slice(cell.to, row.cells[index + 1]?.from ?? row.to)}
            </span>
          </Cell>
        ))}
      </tr>
    );
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard
      <div key={block.from} className={classes["room"]} tabIndex={0}>
        <table className={classes["table"]}>
          <thead>{cellsOf(head, "th")}</thead>
          <tbody>{body.map((row) => cellsOf(row, "td"))}</tbody>
        </table>
      </div>
    );
  });
}
