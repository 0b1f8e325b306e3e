import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Happened, WholeSourceRun } from "../api/types";
import { happenedWords, sorts } from "./counts";
import { LogEntry } from "./LogEntry";
import classes from "./Origins.module.css";
import { text } from "./text";

/** From how many entries on a log is worth a search. */
const searchedFrom = 8;

/** What a run did to each item, and a search where that is much. */
export function RunLog({ run }: { run: WholeSourceRun }) {
  const [sort, setSort] = useState<Happened | null>(null);
  const [words, setWords] = useState("");
  if (run.log.length === 0) return null;
  const wanted = words.toLowerCase();
  const entries = run.log.filter(
    (entry) =>
      (sort === null || entry.happened === sort) &&
      `${entry.title} ${entry.external_id} ${entry.detail}`.toLowerCase().includes(wanted),
  );
  const there = sorts.filter((one) => run.log.some(({ happened }) => happened === one));
  return (
    <>
      {run.log.length >= searchedFrom && (
        <div className={classes["filters"]}>
          <Select
            aria-label={text.sort}
            placeholder={text.allSorts}
            clearable
            data={there.map((one) => ({ value: one, label: happenedWords(one, run.dry_run) }))}
            value={sort}
            onChange={(chosen) => setSort(chosen as Happened | null)}
          />
          <TextInput
            aria-label={text.search}
            placeholder={text.search}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </div>
      )}
      <p role="status" className={entries.length === 0 ? undefined : "visually-hidden"}>
        {entries.length === 0 ? text.noEntry : text.entries(entries.length)}
      </p>
      <ul className={classes["log"]} aria-label={text.log}>
        {entries.map((entry) => (
          <LogEntry
            key={`${entry.happened} ${entry.external_id} ${entry.document}`}
            entry={entry}
            isDry={run.dry_run}
          />
        ))}
      </ul>
      {!run.log_is_complete && <p className={classes["facts"]}>{text.incomplete}</p>}
    </>
  );
}
