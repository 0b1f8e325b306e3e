const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const utcDay = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const moment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const utcMoment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export const formatDay = (iso: string): string => day.format(new Date(iso));
/** A day as the server counts it: by UTC. */
export const formatUtcDay = (iso: string): string => utcDay.format(new Date(iso));
export const utcToday = (): string => new Date().toISOString().slice(0, 10);

const dayAlone = /^\d{4}-\d{2}-\d{2}$/;
const zoned = /(Z|[+-]\d{2}:\d{2})$/i;

/** A day, or a moment of it, as the server reads it: by UTC where no zone is named. */
export function formatAsOf(text: string): string {
  if (dayAlone.test(text)) return formatUtcDay(text);
  const iso = text.replace(" ", "T");
  const at = new Date(zoned.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(at.getTime()) ? text : `${utcMoment.format(at)} UTC`;
}

export const formatMoment = (iso: string): string => moment.format(new Date(iso));

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Say how long ago something was, in the largest unit that fits. */
export function formatAgo(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1_000;
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return "just now";
}

/** Say a duration as a person would: "about 3 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3_600) return `about ${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `about ${(seconds / 3_600).toFixed(1)} h`;
  return `about ${Math.round(seconds / 86_400)} days`;
}

/** Say a size in bytes with a unit that fits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  if (bytes < 1_000_000_000_000) return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
  return `${(bytes / 1_000_000_000_000).toFixed(1)} TB`;
}
