/** Say what an audit event tells. The actions are an open list: one that isn't known yet reads as it is named. */

/** "api_key.created" reads "API key created". */
export function sentenceOf(action: string, target = ""): string {
  const [kind, id] = target.split(":");
  // Versions are called by their number everywhere.
  if (kind === "index" && id && indexWords[action]) return indexWords[action](id);
  const words = action
    .replaceAll(/[._]/g, " ")
    .replace(/^api\b/, "API")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The facts that were noted with an event, in one line. */
export function detailOf(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([name, value]) => name !== "via" && !isEmpty(value))
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${plain(value)}`)
    .join(" · ");
}

const indexWords: Readonly<Record<string, (id: string) => string>> = {
  "index.built": (id) => `Index version ${id} asked for`,
  "index.promoted": (id) => `Index version ${id} promoted`,
  "index.rolled_back": (id) => `Rolled back to index version ${id}`,
  "index.cancelled": (id) => `Index version ${id} given up`,
};

function isEmpty(value: unknown): boolean {
  if (value === "") return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value !== "object" || value === null) return String(value ?? "–");
  return Object.entries(value)
    .map(([name, part]) => `${name.replaceAll("_", " ")} ${plain(part)}`)
    .join(", ");
}
