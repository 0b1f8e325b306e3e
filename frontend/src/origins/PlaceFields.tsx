import type { SourceKind, SourceSetting } from "../api/types";
import type { Draft } from "./form";
import classes from "./Origins.module.css";
import { SecretField } from "./SecretField";
import { SettingField } from "./SettingField";
import { text } from "./text";

interface Props {
  kind: SourceKind;
  draft: Draft;
  /** The names of the secrets that are kept. */
  kept: readonly string[];
  /** Whether those were given for another place than this one. */
  mustSeal: boolean;
  about: (field: string) => string | undefined;
  onChange: (draft: Draft) => void;
}

/** Where a source is and what opens it; what most people leave as it is lies folded below. */
export function PlaceFields({ kind, draft, kept, mustSeal, about, onChange }: Props) {
  const field = (setting: SourceSetting) => (
    <SettingField
      key={setting.name}
      setting={setting}
      value={draft.settings[setting.name]}
      error={about(`settings.${setting.name}`)}
      onChange={(value) => onChange({ ...draft, settings: { ...draft.settings, [setting.name]: value } })}
    />
  );
  const refining = kind.settings.filter((setting) => setting.refining);
  const isAsked = refining.some(({ name }) => about(`settings.${name}`) !== undefined);
  return (
    <>
      {kind.settings.filter((setting) => !setting.refining).map(field)}
      {kind.secrets.map((secret) => (
        <SecretField
          key={secret.name}
          secret={secret}
          isKept={kept.includes(secret.name)}
          mustSeal={mustSeal}
          value={draft.secrets[secret.name] ?? ""}
          error={about(`secrets.${secret.name}`)}
          onChange={(value) => onChange({ ...draft, secrets: { ...draft.secrets, [secret.name]: value } })}
        />
      ))}
      {about("secrets") !== undefined && (
        <p role="alert" className={classes["alarm"]}>
          {about("secrets")}
        </p>
      )}
      {refining.length > 0 && (
        <details className={classes["refining"]} open={isAsked || undefined}>
          <summary>{text.refining}</summary>
          <div>{refining.map(field)}</div>
        </details>
      )}
    </>
  );
}
