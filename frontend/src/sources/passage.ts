/** The text around a citation, put together from a document's chunks. */
import type { Chunk, Citation } from "../api/types";

export type Emphasis = "none" | "passage" | "quote";

export interface Fragment {
  key: string;
  text: string;
  emphasis: Emphasis;
}

export interface Block {
  key: string;
  page: number | null;
  fragments: Fragment[];
}

const reachChunks = 2;

/** The cited chunk with its neighbours; null when the document doesn't hold it any more. */
export function blocksAround(
  chunks: readonly Chunk[],
  citation: Pick<Citation, "chunk_id" | "start" | "end">,
): Block[] | null {
  const ordered = [...chunks].sort((a, b) => a.start - b.start);
  const at = ordered.findIndex((chunk) => chunk.id === citation.chunk_id);
  const cited = ordered[at];
  if (cited === undefined) return null;
  const near = ordered.slice(Math.max(0, at - reachChunks), at + reachChunks + 1);
  let written = near[0]?.start ?? 0;
  const blocks: Block[] = [];
  for (const chunk of near) {
    const start = Math.max(chunk.start, written);
    if (start >= chunk.end) continue;
    append(blocks, blockOf(chunk, start, cited, citation), start > written);
    written = chunk.end;
  }
  return blocks;
}

/** What a part of a block's text is made of; its positions are those of a JavaScript string. */
export function fragmentsIn(fragments: readonly Fragment[], from: number, to: number): Fragment[] {
  let at = 0;
  return fragments.flatMap((fragment): Fragment[] => {
    const start = at;
    at += fragment.text.length;
    const text = fragment.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    return text === "" ? [] : [{ ...fragment, text }];
  });
}

/** Chunks of one page read on as one text; what the splitter left out between them was white space. */
function append(blocks: Block[], next: Block, isApart: boolean): void {
  const last = blocks.at(-1);
  if (last === undefined || last.page !== next.page) {
    blocks.push(next);
    return;
  }
  if (isApart) last.fragments.push({ key: `gap-${next.key}`, text: "\n\n", emphasis: "none" });
  last.fragments.push(...next.fragments);
}

/** Positions count code points, and neighbouring chunks may overlap: a block begins where the last one ended. */
function blockOf(chunk: Chunk, start: number, cited: Chunk, quote: Pick<Citation, "start" | "end">): Block {
  const characters = Array.from(chunk.text).slice(start - chunk.start);
  const end = start + characters.length;
  const cuts = new Set([start, end]);
  for (const cut of [cited.start, cited.end, quote.start, quote.end])
    if (cut > start && cut < end) cuts.add(cut);
  const edges = [...cuts].sort((a, b) => a - b);
  const fragments = edges.slice(0, -1).map((from, index): Fragment => {
    const to = edges[index + 1] ?? end;
    return {
      key: `${from}`,
      text: characters.slice(from - start, to - start).join(""),
      emphasis: emphasisOf(from, to, cited, quote),
    };
  });
  return { key: chunk.id, page: chunk.page, fragments };
}

function emphasisOf(
  from: number,
  to: number,
  cited: Chunk,
  quote: Pick<Citation, "start" | "end">,
): Emphasis {
  if (quote.start <= from && to <= quote.end) return "quote";
  return cited.start <= from && to <= cited.end ? "passage" : "none";
}
