/** What a person enters about a source, and what of it is sent. */
import type { Source, SourceChanges, SourceKind, SourceSchedule, SourceTrial } from "../api/types";

export interface Draft {
  name: string;
  collection: string | null;
  settings: Readonly<Record<string, unknown>>;
  secrets: Readonly<Record<string, string>>;
  schedule: SourceSchedule;
  share: number;
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function draftOf(source: Source | undefined, collection: string | null): Draft {
  return {
    name: source?.name ?? "",
    collection: source?.collection ?? collection,
    settings: source?.settings ?? {},
    secrets: {},
    schedule: source?.schedule ?? { every: "daily", at: "03:00", weekday: 0, timezone: zone() },
    share: source?.removal_share ?? 20,
  };
}

/** The settings of a kind as they were entered; what was left empty is as the kind has it. */
export function settingsOf(kind: SourceKind, draft: Draft): Record<string, unknown> {
  const entered = kind.settings.map(({ name }) => [name, draft.settings[name]] as const);
  return Object.fromEntries(entered.filter(([, value]) => value !== undefined && value !== ""));
}

/** The secrets that were entered; undefined where none were, so that those that are kept stay. */
export function secretsOf(draft: Draft): Record<string, string> | undefined {
  const entered = Object.entries(draft.secrets).filter(([, value]) => value !== "");
  return entered.length === 0 ? undefined : Object.fromEntries(entered);
}

export function scheduleOf({ schedule }: Draft): SourceSchedule {
  return { ...schedule, minutes: schedule.every === "minutes" ? (schedule.minutes ?? 60) : null };
}

/** What is sent when a source is saved. */
export function savedOf(kind: SourceKind, draft: Draft) {
  const secrets = secretsOf(draft);
  return {
    name: draft.name.trim(),
    settings: settingsOf(kind, draft),
    schedule: scheduleOf(draft),
    removal_share: draft.share,
    ...(secrets === undefined ? {} : { secrets }),
  } satisfies SourceChanges;
}

/** What is sent when a source is tried; the secrets that are kept are those of `source`. */
export const triedOf = (kind: SourceKind, draft: Draft, source: string | undefined): SourceTrial => ({
  kind: kind.name,
  settings: settingsOf(kind, draft),
  secrets: secretsOf(draft) ?? {},
  source: source ?? null,
});

/** The fields of a kind, as a problem names them. */
export const fieldsOf = ({ settings, secrets }: SourceKind): string[] => [
  ...settings.map(({ name }) => `settings.${name}`),
  ...secrets.map(({ name }) => `secrets.${name}`),
];

/** Whether a source would read elsewhere than the secrets that are kept were given for. */
export function mustSealAgain({ settings }: SourceKind, source: Source | undefined, draft: Draft): boolean {
  if (source === undefined || source.secrets.length === 0) return false;
  const said = (value: unknown, usual: unknown) => JSON.stringify(value ?? usual ?? "");
  return settings.some(
    ({ name, placing, default: usual }) =>
      placing && said(draft.settings[name], usual) !== said(source.settings[name], usual),
  );
}
