import { Button } from "@mantine/core";
import { useDisclosure, useMergedRef } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type Ref, useEffect, useId, useRef } from "react";
import { differenceQuery, type Present, pipelineHistoryQuery } from "../api/pipelines";
import { Confirm } from "../ui/Confirm";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import classes from "./Conflict.module.css";
import { changedBy, isNewer, turned } from "./conflict";
import { Lines } from "./Lines";
import { leadTo } from "./leadTo";
import { nearby } from "./nearby";
import { text } from "./text";

interface Props {
  ref: Ref<HTMLElement>;
  slug: string;
  /** The file that was changed here, and how it stands now. */
  start: Present;
  present: Present;
  /** Whether a text was to be applied: then the eye is led here. */
  isInTheWay: boolean;
  /** Whether anything that was written here goes with the present file. */
  isTextLost: boolean;
  onKeep: () => void;
  onTake: () => void;
}

/** Say who changed the pipeline while it was changed here, and what; nothing that was written is lost. */
export function Conflict(props: Props) {
  const { ref, slug, start, present, isInTheWay, isTextLost, onKeep, onTake } = props;
  const [isAsking, asking] = useDisclosure(false);
  const titleId = useId();
  const ownRef = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isInTheWay) leadTo(ownRef.current);
  }, [isInTheWay]);
  const { data: files } = useQuery(pipelineHistoryQuery(slug));
  const theirs = files?.find((file) => isNewer(file, start.base));
  // Where the present file is the same, theirs is still being built.
  const isMoved = present.content !== start.content;
  const shown = isMoved ? start.content : (theirs?.content ?? start.content);
  const { data, error, isPending } = useQuery(differenceQuery(slug, shown));
  const lines = data && (isMoved ? turned(data.lines) : data.lines);
  return (
    <section
      ref={useMergedRef(ref, ownRef)}
      tabIndex={-1}
      className={classes["root"]}
      aria-labelledby={titleId}
    >
      <div role="alert">
        <h2 id={titleId} className={classes["title"]}>
          {text.conflict}
        </h2>
        <p>
          {changedBy(theirs)} {text.conflictKept}
        </p>
      </div>
      {isPending && <LoadingLines label={text.loading} count={3} />}
      {error && <ErrorNote error={error} />}
      {lines?.some(({ kind }) => kind !== "same") && (
        <>
          <h3 className={classes["what"]}>{text.conflictWhat}</h3>
          <Lines lines={nearby(lines)} />
        </>
      )}
      <div className={classes["choices"]}>
        <Button onClick={onKeep}>{text.conflictKeep}</Button>
        <Button variant="default" onClick={isTextLost ? asking.open : onTake}>
          {text.conflictTake}
        </Button>
      </div>
      <Confirm
        isOpen={isAsking}
        title={text.takeTitle}
        confirm={text.take}
        attempt={{ error: null, isPending: false, mutate: onTake }}
        onClose={asking.close}
      >
        {text.takeLead}
      </Confirm>
    </section>
  );
}
