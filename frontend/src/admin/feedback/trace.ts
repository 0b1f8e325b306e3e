/** Order what a trace holds for showing: the stages with their times, then everything else. */

export interface TracePart {
  key: string;
  name: string;
  durationMs: number | null;
  facts: [string, unknown][];
}

const durations = ["duration_ms", "took_ms", "ms"];
const notShown: ReadonlySet<string> = new Set(["message", "conversation", "stages", "timings_ms"]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function traceParts(trace: unknown): {
  stages: TracePart[];
  rest: [string, unknown][];
  longestMs: number;
} {
  const whole = isRecord(trace) ? trace : {};
  const timings = isRecord(whole["timings_ms"]) ? whole["timings_ms"] : {};
  const listed = Array.isArray(whole["stages"]) ? whole["stages"].filter(isRecord) : [];
  const stages =
    listed.length > 0
      ? listed.map((stage, index) => partOf(stage, index, timings))
      : Object.entries(timings).map(([name, time]) => partOf({ name, duration_ms: time }, 0, timings));
  const longestMs = Math.max(1, ...stages.map((stage) => stage.durationMs ?? 0));
  const rest = Object.entries(whole).filter(([name, value]) => !notShown.has(name) && !isNothing(value));
  return { stages, rest, longestMs };
}

function partOf(stage: Record<string, unknown>, index: number, timings: Record<string, unknown>): TracePart {
  const name = String(stage["name"] ?? stage["stage"] ?? `Stage ${index + 1}`);
  const noted = durations.map((field) => stage[field]).find((value) => typeof value === "number");
  const duration = noted ?? timings[name];
  const hidden = new Set(["name", "stage", "detail", "begun_ms", ...durations]);
  const detail = isRecord(stage["detail"]) ? Object.entries(stage["detail"]) : [];
  return {
    key: `${index}-${name}`,
    name,
    durationMs: typeof duration === "number" ? duration : null,
    facts: [...Object.entries(stage).filter(([field]) => !hidden.has(field)), ...detail].filter(
      ([, value]) => !isNothing(value),
    ),
  };
}

function isNothing(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Whether a value is a list of records with plain fields, which reads best as a table. */
export function isTable(value: unknown): value is Record<string, unknown>[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every(
    (row) => isRecord(row) && Object.values(row).every((cell) => typeof cell !== "object" || cell === null),
  );
}

/** A passage that was considered for an answer, as the trace notes it. */
export interface PassageTrace {
  chunkId: string;
  documentId: string;
  rank: number;
  fate: string;
  /** Whether the answer was written from it. */
  isUsed: boolean;
  score: number | null;
  others: [string, unknown][];
}

const usedFates: ReadonlySet<unknown> = new Set(["quoted", "in the prompt"]);

/** The passages of a table that names them by their ids, or null for any other table. */
export function passagesOf(rows: readonly Record<string, unknown>[]): PassageTrace[] | null {
  const passages = rows.flatMap((row, index): PassageTrace[] => {
    const { chunk_id, document_id, rank, fate, score, ...others } = row;
    if (typeof chunk_id !== "string" || typeof document_id !== "string") return [];
    return [
      {
        chunkId: chunk_id,
        documentId: document_id,
        rank: typeof rank === "number" ? rank : index + 1,
        fate: typeof fate === "string" ? fate : "",
        isUsed: usedFates.has(fate),
        score: typeof score === "number" ? score : null,
        others: Object.entries(others).filter(([, value]) => !isNothing(value)),
      },
    ];
  });
  return passages.length === rows.length ? passages : null;
}
