import { Checkbox, NumberInput } from "@mantine/core";
import type { SplitterSettings } from "../api/splitting";
import classes from "./SplittingScreen.module.css";
import { text } from "./text";

interface Props {
  settings: SplitterSettings;
  most: number;
  /** What is wrong with a field. */
  about: (name: string) => string | undefined;
  onChange: (settings: SplitterSettings) => void;
}

/** The settings by which a document is cut. */
export function SplitterFields({ settings, most, about, onChange }: Props) {
  const numbers = [
    ["max_tokens", text.maxTokens, text.maxTokensHint(most), 32, most],
    ["overlap_tokens", text.overlap, text.overlapHint, 0, Math.floor(settings.max_tokens / 2)],
    ["parent_tokens", text.parent, text.parentHint, 0, 8_000],
  ] as const;
  return (
    <fieldset className={classes["fields"]}>
      <legend className="visually-hidden">{text.tried}</legend>
      {numbers.map(([name, label, hint, least, highest]) => (
        <NumberInput
          key={name}
          label={label}
          {...(about(name) === undefined ? { description: hint } : { error: about(name) })}
          inputWrapperOrder={["label", "input", "error", "description"]}
          min={least}
          max={highest}
          clampBehavior="none"
          step={10}
          allowDecimal={false}
          value={settings[name]}
          onChange={(value) => {
            if (typeof value === "number") onChange({ ...settings, [name]: value });
          }}
        />
      ))}
      <div className={classes["kept"]}>
        <Checkbox
          label={text.keepTables}
          checked={settings.keep_tables}
          onChange={(event) => onChange({ ...settings, keep_tables: event.currentTarget.checked })}
        />
        <Checkbox
          label={text.keepCode}
          checked={settings.keep_code}
          onChange={(event) => onChange({ ...settings, keep_code: event.currentTarget.checked })}
        />
      </div>
    </fieldset>
  );
}
