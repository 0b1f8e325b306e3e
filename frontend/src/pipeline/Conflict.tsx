import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { differenceQuery, type Present, pipelineHistoryQuery } from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { formatMoment } from "../ui/time";
import classes from "./Conflict.module.css";
import { isNewer, turned } from "./conflict";
import { Lines } from "./Lines";
import { text } from "./text";

interface Props {
  slug: string;
  /** The file that was changed here, and how it stands now. */
  start: Present;
  present: Present;
  onKeep: () => void;
  onTake: () => void;
}

/** Say who changed the pipeline while it was changed here, and what; nothing that was written is lost. */
export function Conflict({ slug, start, present, onKeep, onTake }: Props) {
  const { data: files } = useQuery(pipelineHistoryQuery(slug));
  const theirs = files?.find((file) => isNewer(file, start.base));
  // Where the present file is the same, theirs is still being built.
  const isMoved = present.content !== start.content;
  const shown = isMoved ? start.content : (theirs?.content ?? start.content);
  const { data, error, isPending } = useQuery(differenceQuery(slug, shown));
  const lines = data && (isMoved ? turned(data.lines) : data.lines);
  return (
    <section className={classes["root"]} aria-label={text.conflict}>
      <div role="alert">
        <h2 className={classes["title"]}>{text.conflict}</h2>
        <p>
          {theirs
            ? text.conflictBy(
                theirs.author.name || theirs.author.email || text.somebody,
                theirs.number,
                formatMoment(theirs.applied_at),
              )
            : text.conflictPromoted}{" "}
          {text.conflictKept}
        </p>
      </div>
      {isPending && <LoadingLines label={text.loading} count={3} />}
      {error && <ErrorNote error={error} />}
      {lines?.some(({ kind }) => kind !== "same") && (
        <>
          <h3 className={classes["what"]}>{text.conflictWhat}</h3>
          <Lines lines={lines} />
        </>
      )}
      <div className={classes["choices"]}>
        <Button onClick={onKeep}>{text.conflictKeep}</Button>
        <Button variant="default" onClick={onTake}>
          {text.conflictTake}
        </Button>
      </div>
    </section>
  );
}
