import type { Estimate } from "../../api/indexing";
import { FactList } from "../../ui/FactList";
import { formatBytes } from "../../ui/time";
import { buildText as text } from "./buildText";
import classes from "./EstimateNote.module.css";

interface Props {
  estimate: Estimate;
  isStale: boolean;
}

/** What a build would do anew, how much of it, and how long that takes. */
export function EstimateNote({ estimate, isStale }: Props) {
  const { needs, documents, chunks, tokens, minutes, bytes, sizing, pace } = estimate;
  const facts = [
    [text.documents, documents.toLocaleString("en")],
    [text.chunks, chunks.toLocaleString("en")],
    [text.tokens, tokens.toLocaleString("en")],
    [text.through[needs], formatBytes(bytes)],
    [text.disk, formatBytes(sizing.disk_bytes)],
    [text.time, text.takes(minutes)],
  ] as const;
  return (
    <section className={classes["root"]} aria-label={text.estimate} aria-busy={isStale}>
      <p className={classes["needs"]} role="status">
        {text.needs[needs]}
      </p>
      <FactList facts={facts} className={classes["facts"]} />
      <p className={classes["pace"]}>{pace.is_measured ? text.measured : text.assumed}</p>
    </section>
  );
}
