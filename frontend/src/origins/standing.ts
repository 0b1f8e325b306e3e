/** How a source stands by its latest run, and where it reads from. */
import type { Source, SourceRun } from "../api/types";
import { text } from "./text";

type Told = Pick<SourceRun, "state" | "dry_run" | "counts">;

/** The state of a run as it is coloured, and in words: a dry run brings nothing in step. */
export function standingOf({ state, dry_run, counts }: Told): { state: string; words: string } {
  if (state === "done" && dry_run) return { state: "dry", words: text.dryDone };
  if (state === "done" && counts.failed > 0) return { state: "partial", words: text.partly(counts.failed) };
  return { state, words: text.states[state] };
}

const places = ["url", "address", "host", "endpoint", "organisation", "account"] as const;
const parts = ["share", "bucket", "container", "repository", "path", "prefix"] as const;

/** Where a source reads from, as its settings say it. */
export function placeOf({ settings }: Pick<Source, "settings">): string {
  const named = (names: readonly string[]) =>
    names.map((name) => settings[name]).filter((value) => typeof value === "string" && value !== "");
  const [place] = named(places);
  const inside = named(parts).filter((part) => part !== "." && !String(place ?? "").endsWith(String(part)));
  return [place, ...inside].filter((part) => part !== undefined).join(" / ");
}
