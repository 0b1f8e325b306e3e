import type { IndexVersion } from "../../api/types";
import { formatMoment } from "../../ui/time";
import { Row } from "../Row";
import { indexWords } from "../text";
import { IndexActions } from "./IndexActions";
import { ProgressLine } from "./ProgressLine";
import { StateTag } from "./StateTag";
import { text } from "./text";

/** One version: what it is made with, how far it is, what can be done with it. */
export function IndexRow({ index }: { index: IndexVersion }) {
  const { embedder, dimensions, precision, splitter } = index.settings;
  const split = Object.entries(splitter)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${String(value)}`)
    .join(", ");
  const isPrevious = index.state === "ready" && index.promoted_at !== null;
  return (
    <Row
      name={
        <>
          {text.version(index.number)}{" "}
          <StateTag state={index.state} words={isPrevious ? text.previous : indexWords[index.state]} />
        </>
      }
      detail={
        <>
          {text.settings(embedder, dimensions, precision)}
          {split !== "" && ` · ${split}`} · {formatMoment(index.created_at)}
          {index.error && <p>{index.error.detail}</p>}
          {index.state === "building" && <ProgressLine progress={index.progress} unit={text.passages} />}
        </>
      }
    >
      <IndexActions index={index} />
    </Row>
  );
}
