import { useMemo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import type { AnswerSentence } from "../api/types";
import { CitationMark } from "./CitationMark";
import classes from "./Prose.module.css";
import { rehypeAnnotations } from "./rehypeAnnotations";
import { SafeLink } from "./SafeLink";

const withoutImages = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "img" && name !== "input"),
  protocols: { href: ["http", "https", "mailto"] },
};

// The number is typed by the annotations plugin, the only one that makes these two elements.
const components: Components = {
  a: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
  cite: ({ node }) => <CitationMark n={Number(node?.properties["dataN"])} />,
  mark: ({ children }) => (
    <span className={classes["unsupported"]}>
      {children}
      <span className="visually-hidden"> (no source supports this)</span>
    </span>
  ),
};

const none: readonly AnswerSentence[] = [];

interface Props {
  text: string;
  sentences?: readonly AnswerSentence[];
}

/** An answer's Markdown, sanitised: no raw HTML, no images, links shown before they are followed. */
export function Prose({ text, sentences = none }: Props) {
  const plugins = useMemo(
    () => [
      [rehypeSanitize, withoutImages] as [typeof rehypeSanitize, typeof withoutImages],
      [rehypeAnnotations, { text, sentences }] as [
        typeof rehypeAnnotations,
        { text: string; sentences: typeof sentences },
      ],
    ],
    [text, sentences],
  );
  return (
    <div className={classes["root"]}>
      <ReactMarkdown skipHtml remarkPlugins={[remarkGfm]} rehypePlugins={plugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
