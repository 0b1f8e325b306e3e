/** Show what looks like HTML as the words that it is: an answer about `<your site>` means it. */
import type { Nodes, Root, RootContent } from "mdast";

export function remarkHtmlAsText() {
  return (tree: Root): void => {
    tree.children = tree.children.map((child) => (child.type === "html" ? paragraph(child) : worded(child)));
  };
}

function worded<N extends Nodes>(node: N): N {
  if (!("children" in node)) return node;
  const children = node.children.map((child) => (child.type === "html" ? asText(child) : worded(child)));
  return { ...node, children };
}

type Html = Extract<RootContent, { type: "html" }>;

const asText = ({ value, position }: Html) => ({
  type: "text" as const,
  value,
  ...(position && { position }),
});

/** At the top, text has no paragraph around it yet. */
function paragraph(node: Html): RootContent {
  return { type: "paragraph", children: [asText(node)], ...(node.position && { position: node.position }) };
}
