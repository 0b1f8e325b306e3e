/** The paragraphs of an answer that only quotes: each quote as it stands in its document, whatever it looks like. */
import type { AnswerSentence } from "../api/types";
import { utf16Offset } from "./offsets";

export interface Quoted {
  readonly key: string;
  /** What the answer says before the quote, such as "In short:"; all of a paragraph that quotes nothing. */
  readonly lead: string;
  readonly quote: string;
  readonly numbers: readonly number[];
}

const markers = /^(?:\s?\[\d{1,3}\])+/;
const lastMarker = /^(.*\S)\s\[(\d{1,3})\]$/s;

/** Cut an answer where the server says that its sentences are; before it does, by what it writes after each quote. */
export function quotedParagraphs(
  text: string,
  sentences: readonly AnswerSentence[],
  known: ReadonlySet<number>,
): Quoted[] {
  return sentences.length === 0 ? whileWritten(text, known) : asToldBy(sentences, text);
}

function asToldBy(sentences: readonly AnswerSentence[], text: string): Quoted[] {
  const paragraphs: Quoted[] = [];
  let told = 0;
  for (const { start, end, citations } of sentences) {
    const from = utf16Offset(text, start);
    const to = utf16Offset(text, end);
    const { before, lead } = between(text.slice(told, from));
    if (before !== "") paragraphs.push(plain(before, told));
    paragraphs.push({ key: `${from}`, lead, quote: text.slice(from, to), numbers: citations });
    told = to;
  }
  const rest = between(text.slice(told));
  const after = [rest.before, rest.lead].filter((part) => part !== "").join("\n\n");
  return after === "" ? paragraphs : [...paragraphs, plain(after, told)];
}

/** What stands between two quotes: the marks of the first, paragraphs of their own, and what leads to the second. */
function between(written: string): { before: string; lead: string } {
  const words = written.replace(markers, "");
  const cut = words.lastIndexOf("\n\n");
  if (cut < 0) return { before: "", lead: words.trim() };
  return { before: words.slice(0, cut).trim(), lead: words.slice(cut).trim() };
}

function whileWritten(text: string, known: ReadonlySet<number>): Quoted[] {
  let at = 0;
  return text.split("\n\n").flatMap((paragraph): Quoted[] => {
    const from = at;
    at += paragraph.length + 2;
    const words = paragraph.trim();
    if (words === "") return [];
    const [, quote, number] = lastMarker.exec(words) ?? [];
    if (quote === undefined || !known.has(Number(number))) return [plain(words, from)];
    return [{ key: `${from}`, lead: "", quote, numbers: [Number(number)] }];
  });
}

function plain(words: string, at: number): Quoted {
  return { key: `${at}-plain`, lead: words, quote: "", numbers: [] };
}
