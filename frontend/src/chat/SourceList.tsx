import type { Citation } from "../api/types";
import { useCitationDesk } from "../markdown/CitationContext";
import { placeOf } from "../markdown/place";
import classes from "./SourceList.module.css";
import { text } from "./text";

interface Props {
  citations: readonly Citation[];
  /** Without an answer above them the passages themselves are shown. */
  isPassages: boolean;
}

/** The sources under an answer, each a way into its document. */
export function SourceList({ citations, isPassages }: Props) {
  const { open, opened } = useCitationDesk();
  if (citations.length === 0) return null;
  return (
    <section className={classes["root"]} aria-label={text.sources}>
      <h3 className={classes["title"]}>{text.sources}</h3>
      <ol className={classes["list"]}>
        {citations.map((citation) => (
          <li key={citation.n}>
            <button
              type="button"
              className={classes["source"]}
              data-opened={opened === citation || undefined}
              onClick={() => open(citation)}
            >
              <span className={classes["number"]}>{citation.n}</span>
              <span className={classes["what"]}>
                <span className={classes["name"]}>{citation.document.title}</span>
                <span className={classes["place"]}>{placeOf(citation)}</span>
                {isPassages && <span className={classes["quote"]}>{citation.quote}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
