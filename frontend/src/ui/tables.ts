/** Find the tables in plain text: documents are extracted with the cells of a row between pipes. */

/** A part of a text, from one position to another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A line of a table: its cells, and all that stands between or after them. */
export interface Row extends Span {
  readonly cells: readonly Span[];
}

/** Lines that read on as words have no rows. */
export interface Block extends Span {
  readonly rows: readonly Row[];
}

const leastRows = 2;
const separator = / \|(?= |$)/g;

/** Cut a text into words and tables; together they are the whole text, each character once. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let rows: Row[] = [];
  let at = 0;
  const finish = () => {
    const first = rows[0];
    if (first !== undefined && rows.length >= leastRows) blocks.push({ from: first.from, to: at, rows });
    else if (first !== undefined) addWords(blocks, { from: first.from, to: at });
    rows = [];
  };
  for (const line of text.split(/(?<=\n)/)) {
    const row = rowOf(line, at);
    if (row.cells.length > 1) rows.push(row);
    else {
      finish();
      addWords(blocks, { from: row.from, to: row.to });
    }
    at = row.to;
  }
  finish();
  return blocks;
}

function addWords(blocks: Block[], { from, to }: Span): void {
  const last = blocks.at(-1);
  const isReadOn = last !== undefined && last.rows.length === 0;
  if (isReadOn) blocks.pop();
  blocks.push({ from: isReadOn ? last.from : from, to, rows: [] });
}

function rowOf(line: string, at: number): Row {
  const words = line.trimEnd();
  const cells: Span[] = [];
  let from = 0;
  for (const { index, 0: mark } of words.matchAll(separator)) {
    cells.push({ from: at + from, to: at + index });
    from = index + mark.length;
  }
  cells.push({ from: at + from, to: at + words.length });
  return { from: at, to: at + line.length, cells };
}
