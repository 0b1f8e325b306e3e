import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { chunksQuery } from "../api/documents";
import type { Preview } from "../api/splitting";
import type { RaglanDocument } from "../api/types";
import { MoreButton } from "../ui/MoreButton";
import { PassageCard } from "./PassageCard";
import classes from "./SplittingScreen.module.css";
import { text } from "./text";

interface Props {
  preview: Preview;
  document: RaglanDocument;
  /** Whether other settings are being tried. */
  isBusy: boolean;
  /** Whether the settings above give no passages, so that these are of those before. */
  isRefused: boolean;
}

/** The passages that the settings give beside those that answer; on a narrow screen, one of both. */
export function Columns({ preview, document, isBusy, isRefused }: Props) {
  const [shown, setShown] = useState("tried");
  const live = useInfiniteQuery(chunksQuery(document));
  const passages = live.data?.pages.flatMap((page) => page.results) ?? [];
  const { chunks, count, tokens, cut_short, most_tokens: most } = preview;
  return (
    <>
      <SegmentedControl
        className={classes["switch"] ?? ""}
        fullWidth
        aria-label={text.which}
        data={[
          { value: "tried", label: text.tried },
          { value: "live", label: text.live },
        ]}
        value={shown}
        onChange={setShown}
      />
      <div className={classes["columns"]} data-shown={shown}>
        <section aria-busy={isBusy}>
          <h2 className={classes["title"]}>{text.tried}</h2>
          <p className={classes["sums"]} role="status">
            {isRefused ? text.refused : text.sums(count, tokens.mean, tokens.most)}
          </p>
          <ol className={classes["list"]}>
            {chunks.map((chunk) => (
              <PassageCard key={chunk.ordinal} passage={chunk} most={most} />
            ))}
          </ol>
          {chunks.length < count && <p className={classes["note"]}>{text.onlyFirst(chunks.length)}</p>}
          {cut_short && <p className={classes["note"]}>{text.cutShort}</p>}
        </section>
        <section>
          <h2 className={classes["title"]}>{text.live}</h2>
          <p className={classes["sums"]}>{text.counted(document.chunks)}</p>
          <ol className={classes["list"]}>
            {passages.map((chunk) => (
              <PassageCard key={chunk.id} passage={chunk} most={most} />
            ))}
          </ol>
          <MoreButton list={live} size="sm" variant="default" mt="md" />
        </section>
      </div>
    </>
  );
}
