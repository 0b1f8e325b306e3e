/** What the last training of a ranker came to. */

export interface Trial {
  at: string;
  isKept: boolean;
  reason: string;
  verdict: { questions: number; before: number; after: number } | null;
}

/** Read what the API keeps of a training; null where there was none. */
export function readTrial(kept: Readonly<Record<string, unknown>> | null): Trial | null {
  if (kept === null || typeof kept["at"] !== "string") return null;
  return {
    at: kept["at"],
    isKept: kept["kept"] === true,
    reason: typeof kept["reason"] === "string" ? kept["reason"] : "",
    verdict: readVerdict(kept["verdict"]),
  };
}

function readVerdict(kept: unknown): Trial["verdict"] {
  if (typeof kept !== "object" || kept === null) return null;
  const { questions, before, after } = kept as Record<string, unknown>;
  if (typeof questions !== "number" || typeof before !== "number" || typeof after !== "number") return null;
  return { questions, before, after };
}
