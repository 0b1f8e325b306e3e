import type { IndexVersion } from "../../api/types";
import { formatMoment } from "../../ui/time";
import { Row } from "../Row";
import { indexWords } from "../text";
import { differences } from "./differences";
import { IndexActions } from "./IndexActions";
import { ProgressLine } from "./ProgressLine";
import { StateTag } from "./StateTag";
import { costWords, text } from "./text";

interface Props {
  index: IndexVersion;
  live: IndexVersion | null;
}

/** One version: what it is made with, how far it is, what can be done with it. */
export function IndexRow({ index, live }: Props) {
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
          <p>{settingsOf(index, live)}</p>
          <p>{[text.begun(formatMoment(index.created_at)), ...costsOf(index)].join(" · ")}</p>
          {index.error && <p>{index.error.detail}</p>}
          {index.state === "building" && <ProgressLine progress={index.progress} unit={text.passages} />}
        </>
      }
    >
      <IndexActions index={index} />
    </Row>
  );
}

/** The live version says all of its settings, the others where they differ from it. */
function settingsOf(index: IndexVersion, live: IndexVersion | null): string {
  const { embedder, dimensions, precision, splitter } = index.settings;
  if (live === null || live.id === index.id) {
    const split = Object.entries(splitter).map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`);
    return [text.settings(embedder, dimensions, precision), ...split].join(" · ");
  }
  const found = differences(index.settings, live.settings);
  if (found.length === 0) return text.asLive;
  return found.map(({ name, here, live: there }) => text.unlike(name, here, there)).join(" · ");
}

function costsOf({ cost }: IndexVersion): string[] {
  return Object.entries(costWords).flatMap(([name, say]) => {
    const value = cost[name];
    return typeof value === "number" && value > 0 ? [say(value)] : [];
  });
}
