import type { IndexVersion } from "../../api/types";
import { useCollectionName } from "../../documents/useNames";
import { formatMoment } from "../../ui/time";
import { Row } from "../Row";
import classes from "../Rows.module.css";
import { indexWords } from "../text";
import { differences } from "./differences";
import { FollowTenant } from "./FollowTenant";
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
  const collectionName = useCollectionName();
  const isGone = goneStates.has(index.state);
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
          <p>{scopeOf(index, collectionName)}</p>
          {!isGone && !saysItsChanges(index, live) && <p>{settingsOf(index, live)}</p>}
          <p>{neededBy(index)}</p>
          <p>{[text.begun(formatMoment(index.created_at)), ...costsOf(index)].join(" · ")}</p>
          {isGone && <p>{text.gone}</p>}
          {index.reclaimed_at !== null && <p>{text.keptUntil(formatMoment(index.reclaimed_at))}</p>}
          {index.error && <p className={classes["alarm"]}>{index.error.detail}</p>}
          {index.state === "building" && <ProgressLine progress={index.progress} unit={text.passages} />}
        </>
      }
    >
      <IndexActions index={index} />
      <FollowTenant index={index} />
    </Row>
  );
}

const goneStates: ReadonlySet<IndexVersion["state"]> = new Set(["retired", "failed", "cancelled"]);

/** For what a version answers, or was built where it doesn't. */
function scopeOf(
  { state, collections, answers_for }: IndexVersion,
  nameOf: (slug: string) => string,
): string {
  if (state !== "live") return collections === null ? text.forAll : text.forSome(collections.map(nameOf));
  return answers_for === null ? text.answersForAll : text.answersFor(answers_for.map(nameOf));
}

/** The live version says all of its settings, the others where they differ from it. */
function settingsOf(index: IndexVersion, live: IndexVersion | null): string {
  const { embedder, dimensions, precision, splitter } = index.settings;
  if (live === null || live.id === index.id) {
    return `${text.settings(embedder, dimensions, precision)} · ${text.splitter(splitter)}`;
  }
  const found = differences(index.settings, live.settings);
  if (found.length === 0) return text.asLive;
  return text.unlikeLive(found.map(({ name, here, live: there }) => text.unlike(name, here, there)));
}

/** Whether the settings that made it needed are the very ones in which it differs from the live version. */
function saysItsChanges({ id, needs, changes, settings }: IndexVersion, live: IndexVersion | null): boolean {
  if (live === null || live.id === id || needs === null) return false;
  return differences(settings, live.settings).every(({ name, here, live: there }) =>
    changes.some(
      ({ path, before, after }) =>
        nameOfPath(path) === name && written(before) === there && written(after) === here,
    ),
  );
}

const nameOfPath = (path: string): string => path.replace(/^.*\./, "").replaceAll("_", " ");

/** By what it had to be made, and which settings made that needed. */
function neededBy(index: IndexVersion): string {
  const why = index.changes.map(({ path, before, after }) =>
    text.change(nameOfPath(path), written(before), written(after)),
  );
  return text.needed(index, why);
}

const written = (value: unknown): string =>
  (Array.isArray(value) ? value.join(", ") : String(value ?? "")) || "none";

/** What making it took; the room that it has is its own only while it is there. */
function costsOf({ cost, state }: IndexVersion): string[] {
  return Object.entries(costWords).flatMap(([name, say]) => {
    if (name === "bytes" && goneStates.has(state)) return [];
    const value = cost[name];
    return typeof value === "number" && value > 0 ? [say(value)] : [];
  });
}
