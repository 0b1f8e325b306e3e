import { useMemo } from "react";
import type { AnswerSentence } from "../api/types";
import { Tabled } from "../ui/Tabled";
import { useCitationDesk } from "./CitationContext";
import { CitationMark } from "./CitationMark";
import classes from "./Prose.module.css";
import { quotedParagraphs } from "./quotes";

interface Props {
  text: string;
  sentences: readonly AnswerSentence[];
}

/** An answer that only quotes: as texts, never as Markdown, since a document's stars and brackets are its own. */
export function Quotes({ text, sentences }: Props) {
  const { citations } = useCitationDesk();
  const paragraphs = useMemo(
    () => quotedParagraphs(text, sentences, new Set(citations.map(({ n }) => n))),
    [text, sentences, citations],
  );
  return (
    <div className={classes["root"]}>
      {paragraphs.map(({ key, lead, quote, numbers }) =>
        quote === "" || lead !== "" ? (
          <div key={key} className={classes["verbatim"]}>
            <Tabled text={lead} /> <Tabled text={quote} />
            {numbers.map((n) => (
              <CitationMark key={n} n={n} />
            ))}
          </div>
        ) : (
          <blockquote key={key} className={classes["quoted"]}>
            <Tabled text={quote} />
            {numbers.map((n) => (
              <CitationMark key={n} n={n} />
            ))}
          </blockquote>
        ),
      )}
    </div>
  );
}
