import type { IndexVersion } from "../../api/types";

export interface Difference {
  name: string;
  here: string;
  live: string;
}

type Settings = Pick<IndexVersion["settings"], "embedder" | "dimensions" | "precision" | "splitter">;

/** Where a version's settings aren't those of the live one. */
export function differences(here: Settings, live: Settings): Difference[] {
  const [ours, theirs] = [flat(here), flat(live)];
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter((name) => ours[name] !== theirs[name])
    .map((name) => ({ name, here: ours[name] ?? "–", live: theirs[name] ?? "–" }));
}

function flat({ embedder, dimensions, precision, splitter }: Settings): Record<string, string> {
  const all = { embedder, dimensions, precision, ...splitter };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name.replaceAll("_", " "), String(value)]),
  );
}
