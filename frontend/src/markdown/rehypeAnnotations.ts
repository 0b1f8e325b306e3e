/** Put citation marks and unsupported sentences into an answer's parsed Markdown. */
import type { Element, ElementContent, Root, RootContent, Text } from "hast";
import type { AnswerSentence } from "../api/types";
import { utf16Offset } from "./offsets";

export interface AnnotationOptions {
  text: string;
  sentences: readonly AnswerSentence[];
  /** The numbers of the answer's citations; any other number in brackets is the text's own. */
  known: ReadonlySet<number>;
}

interface Span {
  start: number;
  end: number;
}

interface Annotations {
  unsupported: Span[];
  /** Where the marks of a sentence go, when the answer doesn't carry them itself. */
  marksAt: { offset: number; numbers: number[] }[];
  known: ReadonlySet<number>;
}

const marker = /\s?\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;
const isVerbatim: ReadonlySet<string> = new Set(["code", "pre"]);

export function rehypeAnnotations(options: AnnotationOptions) {
  const annotations = located(options);
  return (tree: Root): void => {
    tree.children = tree.children.flatMap((child): RootContent[] =>
      child.type === "element" || child.type === "text" ? annotated(child, annotations) : [child],
    );
  };
}

function located({ text, sentences, known }: AnnotationOptions): Annotations {
  const at = (codePoints: number) => utf16Offset(text, codePoints);
  const hasMarkers = [...text.matchAll(marker)].some((match) => numbersOf(match, known) !== null);
  return {
    known,
    unsupported: sentences
      .filter((sentence) => !sentence.verified)
      .map(({ start, end }) => ({ start: at(start), end: at(end) })),
    marksAt: hasMarkers
      ? []
      : sentences
          .filter((sentence) => sentence.citations.length > 0)
          .map(({ end, citations }) => ({ offset: at(end), numbers: citations })),
  };
}

function annotated(node: ElementContent, annotations: Annotations): ElementContent[] {
  if (node.type === "text") return annotatedText(node, annotations);
  if (node.type !== "element" || isVerbatim.has(node.tagName)) return [node];
  return [{ ...node, children: node.children.flatMap((child) => annotated(child, annotations)) }];
}

function annotatedText(node: Text, annotations: Annotations): ElementContent[] {
  const start = node.position?.start.offset;
  const { known } = annotations;
  if (start === undefined) return withMarkers(node.value, known);
  const end = start + node.value.length;
  const cuts = new Set([start, end]);
  for (const span of annotations.unsupported) {
    for (const cut of [span.start, span.end]) if (cut > start && cut < end) cuts.add(cut);
  }
  const marks = annotations.marksAt.filter(({ offset }) => offset > start && offset <= end);
  for (const { offset } of marks) cuts.add(offset);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? end;
    const content = withMarkers(node.value.slice(from - start, to - start), known);
    const isUnsupported = annotations.unsupported.some((span) => span.start <= from && to <= span.end);
    const numbers = marks.filter(({ offset }) => offset === to).flatMap((found) => found.numbers);
    return withMarks(isUnsupported ? [unsupported(content)] : content, numbers);
  });
}

/** The citations that a marker names; null for brackets that name none of them. */
function numbersOf(match: RegExpMatchArray, known: ReadonlySet<number>): number[] | null {
  const numbers = (match[1] ?? "").split(",").map(Number);
  return numbers.every((number) => known.has(number)) ? numbers : null;
}

function withMarkers(value: string, known: ReadonlySet<number>): ElementContent[] {
  let parts: ElementContent[] = [];
  let last = 0;
  for (const match of value.matchAll(marker)) {
    const numbers = numbersOf(match, known);
    if (numbers === null) continue;
    if (match.index > last) parts.push({ type: "text", value: value.slice(last, match.index) });
    parts = withMarks(parts, numbers);
    last = match.index + match[0].length;
  }
  if (last < value.length) parts.push({ type: "text", value: value.slice(last) });
  return parts;
}

/** Marks stay on the line of the word that they belong to: both go into one element that doesn't break. */
function withMarks(parts: ElementContent[], numbers: readonly number[]): ElementContent[] {
  if (numbers.length === 0) return parts;
  const marks = numbers.map(mark);
  const last = parts.at(-1);
  if (last?.type === "element" && "dataKept" in last.properties) {
    return [...parts.slice(0, -1), kept([...last.children, ...marks])];
  }
  if (last?.type !== "text") return [...parts, ...marks];
  const cut = last.value.search(/\S+$/);
  if (cut < 0) return [...parts, ...marks];
  const word: Text = { type: "text", value: last.value.slice(cut) };
  return [...parts.slice(0, -1), { ...last, value: last.value.slice(0, cut) }, kept([word, ...marks])];
}

function kept(children: ElementContent[]): Element {
  return { type: "element", tagName: "span", properties: { dataKept: "" }, children };
}

function mark(n: number): Element {
  return { type: "element", tagName: "cite", properties: { dataN: n }, children: [] };
}

function unsupported(children: ElementContent[]): Element {
  return { type: "element", tagName: "mark", properties: {}, children };
}
