import type { Sized } from "../../api/indexing";
import { FactList } from "../../ui/FactList";
import { formatBytes, formatDuration } from "../../ui/time";
import classes from "./SizingScreen.module.css";
import { sizingText as text } from "./sizingText";

interface Props {
  sized: Sized;
  isStale: boolean;
}

/** What was worked out: on one server, on all of them, and while the graph is built. */
export function SizingFacts({ sized: { sizing, copies = 1 }, isStale }: Props) {
  const hasGraph = sizing.graph_bytes > 0;
  const groups = [
    [
      text.disk,
      formatBytes(sizing.disk_bytes),
      [
        [text.table, formatBytes(sizing.table_bytes)],
        [text.keys, formatBytes(sizing.keys_bytes)],
        [text.graph, hasGraph ? formatBytes(sizing.graph_bytes) : text.none],
        [text.vector, formatBytes(sizing.vector_bytes)],
      ],
    ],
    [
      text.memory,
      formatBytes(sizing.memory_bytes),
      [[text.whileBuilding, hasGraph ? formatBytes(sizing.build_memory_bytes) : text.none]],
    ],
    [text.time, hasGraph ? formatDuration(sizing.build_seconds) : text.notNeeded, []],
  ] as const;
  const all = [
    [text.disk, sizing.all_copies_disk_bytes],
    [text.memory, sizing.all_copies_memory_bytes],
  ] as const;
  return (
    <section className={classes["facts"]} aria-label={text.result} aria-busy={isStale}>
      <p className="visually-hidden" role="status">
        {text.said(formatBytes(sizing.disk_bytes), formatBytes(sizing.memory_bytes))}
      </p>
      {groups.map(([name, sum, parts]) => (
        <div key={name} className={classes["group"]}>
          <h2 className={classes["name"]}>{name}</h2>
          <p className={classes["sum"]}>{sum}</p>
          {parts.length > 0 && <FactList facts={parts} className={classes["parts"]} />}
        </div>
      ))}
      {copies > 1 && (
        <p className={classes["all"]}>
          {text.copies(copies)}:{" "}
          {all.map(([name, bytes]) => `${formatBytes(bytes)} ${name.toLowerCase()}`).join(", ")}
        </p>
      )}
      <p className={classes["about"]}>{text.about}</p>
    </section>
  );
}
