import { useMemo } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import type { AnswerSentence } from "../api/types";
import { useCitationDesk } from "./CitationContext";
import { CitationMark } from "./CitationMark";
import { remarkHtmlAsText } from "./htmlAsText";
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
  // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, also by keyboard
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard
  table: ({ children }) => <table tabIndex={0}>{children}</table>,
  mark: ({ children }) => (
    <span className={classes["unsupported"]}>
      {children}
      <span className="visually-hidden"> (no source supports this)</span>
    </span>
  ),
};

// "~10 to ~15" is about numbers: only two tildes strike out.
const remarkPlugins: Options["remarkPlugins"] = [[remarkGfm, { singleTilde: false }], remarkHtmlAsText];

const none: readonly AnswerSentence[] = [];

interface Props {
  text: string;
  sentences?: readonly AnswerSentence[];
}

/** An answer's Markdown, sanitised: HTML is text, no images, links shown before they are followed. */
export function Prose({ text, sentences = none }: Props) {
  const { citations } = useCitationDesk();
  const plugins = useMemo((): Options["rehypePlugins"] => {
    const known = new Set(citations.map(({ n }) => n));
    return [
      [rehypeSanitize, withoutImages],
      [rehypeAnnotations, { text, sentences, known }],
    ];
  }, [text, sentences, citations]);
  return (
    <div className={classes["root"]}>
      <ReactMarkdown remarkPlugins={remarkPlugins} rehypePlugins={plugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
