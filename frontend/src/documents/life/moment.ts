/** Moments as a field of a form holds them: by the clock of who fills it in. */

/** "2026-11-27T09:30", in local time; empty for none. */
export function localMoment(iso: string | null): string {
  if (iso === null) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that a field holds, for everybody; null where it is empty. */
export const absoluteMoment = (local: string): string | null =>
  local === "" ? null : new Date(local).toISOString();
