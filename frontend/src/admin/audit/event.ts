/** Say what an audit event tells. The actions are an open list: one that isn't known yet reads as it is named. */

/** "api_key.created" reads "API key created". */
export function sentenceOf(action: string): string {
  const words = action
    .replaceAll(/[._]/g, " ")
    .replace(/^api\b/, "API")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The facts that were noted with an event, in one line. */
export function detailOf(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${plain(value)}`)
    .join(" · ");
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value !== "object" || value === null) return String(value ?? "–");
  return Object.entries(value)
    .map(([name, part]) => `${name.replaceAll("_", " ")} ${plain(part)}`)
    .join(", ");
}
