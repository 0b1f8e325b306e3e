import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { chunksAroundQuery } from "../api/documents";
import type { Citation } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { Tabled } from "../ui/Tabled";
import classes from "./Passage.module.css";
import { blocksAround, type Fragment, fragmentsIn } from "./passage";
import { text } from "./text";

/** The extracted text around a citation, the quote under the marker pen. */
export function Passage({ citation }: { citation: Citation }) {
  const rootRef = useRef<HTMLDivElement>(null);
  const { data, error, isPending, refetch } = useQuery(
    chunksAroundQuery(citation.document.id, citation.chunk_id, citation.document.version),
  );
  const blocks = useMemo(() => (data ? blocksAround(data, citation) : null), [data, citation]);
  useEffect(() => {
    if (blocks === null) return;
    const quote = rootRef.current?.querySelector("mark") ?? rootRef.current?.querySelector("[data-passage]");
    quote?.scrollIntoView({ block: "nearest" });
  }, [blocks]);
  if (isPending) return <LoadingLines label={text.loading} count={6} />;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (blocks === null) {
    return (
      <div className={classes["root"]}>
        <p className={classes["changed"]}>{text.changed}</p>
        <p>
          <mark className={classes["quote"]}>{citation.quote}</mark>
        </p>
      </div>
    );
  }
  return (
    <div className={classes["root"]} ref={rootRef}>
      {blocks.map((block, index) => {
        const before = blocks[index - 1];
        return (
          <div key={block.key}>
            {block.page !== null && block.page !== before?.page && (
              <p className={classes["page"]}>{text.page(block.page)}</p>
            )}
            <div className={classes["block"]}>
              <Tabled
                text={block.fragments.map((fragment) => fragment.text).join("")}
                part={({ from, to }) => <Fragments of={fragmentsIn(block.fragments, from, to)} />}
              />
            </div>
          </div>
        );
      })}
    </div>
  );
}

function Fragments({ of }: { of: readonly Fragment[] }) {
  return of.map(({ key, text: words, emphasis }) =>
    emphasis === "quote" ? (
      <mark key={key} className={classes["quote"]}>
        {words}
      </mark>
    ) : (
      <span key={key} data-passage={emphasis === "passage" || undefined}>
        {words}
      </span>
    ),
  );
}
