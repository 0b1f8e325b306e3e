import { useQuery } from "@tanstack/react-query";
import { isOpen, kindsQuery } from "../api/sources";
import type { Source } from "../api/types";
import { useCollectionName } from "../documents/useNames";
import { formatAgo, formatMoment } from "../ui/time";
import { countWords } from "./counts";
import classes from "./Origins.module.css";
import { placeOf } from "./standing";
import { text } from "./text";

/** What a source is, where it reads, what its last run did, and when the next one comes. */
export function SourceFacts({ source }: { source: Source }) {
  const { data: kinds } = useQuery(kindsQuery);
  const collectionName = useCollectionName();
  const place = placeOf(source);
  const facts = [
    kinds?.find(({ name }) => name === source.kind)?.title ?? source.kind,
    text.into(text.documents(source.documents), collectionName(source.collection)),
    source.acts_as === "" ? "" : text.actsAs(source.acts_as),
  ].filter((fact) => fact !== "");
  return (
    <>
      {place !== "" && <p className={classes["place"]}>{place}</p>}
      <p>{facts.join(" · ")}</p>
      <p>{lastAndNext(source).join(" · ")}</p>
    </>
  );
}

function lastAndNext({ last_run: run, next_run_at: next }: Source): string[] {
  const coming = next === null ? text.byHand : text.next(formatMoment(next));
  if (run === null) return [text.never, coming];
  const counted = countWords(run);
  if (isOpen(run)) return [run.state === "queued" ? text.soon : text.reading(counted)];
  const ago = formatAgo(run.finished_at ?? run.created_at);
  return [counted === "" ? text.last(ago) : text.lastDid(ago, counted), coming];
}
