import { SegmentedControl, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changesQuery } from "../../api/history";
import type { DocumentVersion, RaglanDocument } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import classes from "./Comparison.module.css";
import { DiffBlock } from "./DiffBlock";
import { text } from "./text";

interface Props {
  document: RaglanDocument;
  versions: readonly DocumentVersion[];
  from: number;
  to: number;
  onChoose: (from: number, to: number) => void;
}

/** What changed between two versions: their paragraphs beside or below one another. */
export function Comparison({ document, versions, from, to, onChoose }: Props) {
  const isWide = useMediaQuery("(min-width: 75rem)") ?? true;
  const [layout, setLayout] = useState("split");
  const { data, error, isPending, refetch } = useQuery(changesQuery(document, from, to));
  const choices = versions.map(({ version }) => ({ value: String(version), label: text.version(version) }));
  const isSplit = isWide && layout === "split";
  return (
    <section aria-labelledby="changes-title" className={classes["root"]}>
      <h2 id="changes-title" className={classes["title"]}>
        {text.changes}
      </h2>
      <div className={classes["head"]}>
        <Select
          aria-label={text.older}
          data={choices}
          value={String(from)}
          allowDeselect={false}
          onChange={(chosen) => chosen !== null && onChoose(Number(chosen), to)}
          w={140}
        />
        <span aria-hidden="true">→</span>
        <Select
          aria-label={text.newer}
          data={choices}
          value={String(to)}
          allowDeselect={false}
          onChange={(chosen) => chosen !== null && onChoose(from, Number(chosen))}
          w={140}
        />
        {isWide && (
          <SegmentedControl
            size="xs"
            aria-label={text.layout}
            value={layout}
            onChange={setLayout}
            data={[
              { value: "split", label: text.sideBySide },
              { value: "unified", label: text.unified },
            ]}
            className={classes["layout"] ?? ""}
          />
        )}
      </div>
      {isPending && <LoadingLines label={text.comparing} count={6} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <p className={classes["counts"]}>{text.counts(data.counts) || text.same}</p>
          {data.is_cut && <p className={classes["cut"]}>{text.cut}</p>}
          <div className={classes["blocks"]}>
            {data.blocks.map((block) => (
              <DiffBlock
                key={`${block.kind} ${block.old} ${block.new} ${block.paragraphs}`}
                block={block}
                isSplit={isSplit}
              />
            ))}
          </div>
        </>
      )}
    </section>
  );
}
