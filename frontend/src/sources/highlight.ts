/** Find a quote among the pieces of text that a PDF page is drawn from. */

const notAWord = /[^\p{L}\p{N}]+/gu;

const bare = (text: string): string => text.normalize("NFKC").toLowerCase().replace(notAWord, "");

/** The indexes of the pieces that the quote covers; empty when the page doesn't hold it. */
export function piecesOfQuote(pieces: readonly string[], quote: string): Set<number> {
  const wanted = bare(quote);
  if (wanted === "") return new Set();
  const bounds: { from: number; to: number }[] = [];
  let page = "";
  for (const piece of pieces) {
    const from = page.length;
    page += bare(piece);
    bounds.push({ from, to: page.length });
  }
  const at = page.indexOf(wanted);
  if (at < 0) return new Set();
  const end = at + wanted.length;
  return new Set(
    bounds.flatMap(({ from, to }, index) => (from < end && to > at && to > from ? [index] : [])),
  );
}
