import type { Element, ElementContent, Root } from "hast";
import { describe, expect, it } from "vitest";
import type { AnswerSentence } from "../api/types";
import { utf16Offset } from "./offsets";
import { rehypeAnnotations } from "./rehypeAnnotations";

function annotate(text: string, sentences: AnswerSentence[] = []): string {
  const position = {
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: text.length + 1, offset: text.length },
  };
  const paragraph: Element = {
    type: "element",
    tagName: "p",
    properties: {},
    children: [{ type: "text", value: text, position }],
  };
  const tree: Root = { type: "root", children: [paragraph] };
  rehypeAnnotations({ text, sentences, known: new Set([1, 2, 3]) })(tree);
  return (tree.children as ElementContent[]).map(written).join("");
}

function written(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  if (node.tagName === "cite") return `<${String(node.properties["dataN"])}>`;
  const inside = node.children.map(written).join("");
  return node.tagName === "mark" ? `{${inside}}` : inside;
}

const sentence = (start: number, end: number, citations: number[], verified = true): AnswerSentence => ({
  start,
  end,
  citations,
  verified,
});

describe("an answer's annotations", () => {
  it("turns markers into citation marks", () => {
    expect(annotate("Five days. [1] Not six. [2, 3]")).toBe("Five days.<1> Not six.<2><3>");
  });

  it("leaves other brackets alone", () => {
    expect(annotate("See [appendix] and [2020a].")).toBe("See [appendix] and [2020a].");
    expect(annotate("It is [12] by the book. [1]")).toBe("It is [12] by the book.<1>");
  });

  it("adds the marks of the sentences where the answer carries none", () => {
    expect(annotate("Five days. Not six.", [sentence(0, 10, [1]), sentence(11, 19, [2])])).toBe(
      "Five days.<1> Not six.<2>",
    );
  });

  it("marks what no source supports", () => {
    expect(
      annotate("Five days. [1] Everyone knows.", [sentence(0, 14, [1]), sentence(15, 30, [], false)]),
    ).toBe("Five days.<1> {Everyone knows.}");
  });

  it("counts characters as the server does", () => {
    expect(utf16Offset("🎉 ok", 2)).toBe(3);
    expect(annotate("🎉 Yes. No.", [sentence(7, 10, [], false)])).toBe("🎉 Yes. {No.}");
  });
});
