import type { Line } from "../api/pipelines";

/** Lines that stay, and are left out. */
export interface Gap {
  readonly kind: "gap";
  /** Where in the list the first of them was. */
  readonly from: number;
  readonly count: number;
}

const linesAround = 2;

/** The lines that go and come with those around them; what lies between is counted. */
export function nearby(lines: readonly Line[]): (Line | Gap)[] {
  const changed = lines.flatMap(({ kind }, at) => (kind === "same" ? [] : [at]));
  const isNear = (at: number) => changed.some((one) => Math.abs(one - at) <= linesAround);
  const shown: (Line | Gap)[] = [];
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1);
    if (isNear(at)) shown.push(line);
    else if (last?.kind === "gap") shown[shown.length - 1] = { ...last, count: last.count + 1 };
    else shown.push({ kind: "gap", from: at, count: 1 });
  }
  return shown;
}
