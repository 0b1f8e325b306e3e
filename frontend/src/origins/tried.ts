import type { SourceTrial } from "../api/types";

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether a source is entered now as it was tried. */
export const isAsTried = isSame as (tried: SourceTrial, now: SourceTrial) => boolean;

/** Whether one field is entered now as it was tried; it is named as a problem names it, `settings.url`. */
export function isFieldAsTried(tried: SourceTrial, now: SourceTrial, field: string): boolean {
  return isSame(enteredAt(tried, field), enteredAt(now, field));
}

function enteredAt(trial: SourceTrial, field: string): unknown {
  const [group = "", name] = field.split(/\.(.*)/s);
  const entered: unknown = trial[group as keyof SourceTrial];
  return name === undefined ? entered : (entered as Record<string, unknown> | undefined)?.[name];
}
