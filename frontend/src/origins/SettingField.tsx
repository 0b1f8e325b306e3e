import { Checkbox, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import type { SourceSetting } from "../api/types";
import { text } from "./text";

interface Props {
  setting: SourceSetting;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

/** One setting of a kind, as its type asks for it. */
export function SettingField({ setting, value, error, onChange }: Props) {
  const { type, title, description } = setting;
  const shown = value ?? setting.default;
  if (type === "boolean") {
    return (
      <Checkbox
        label={title}
        description={description}
        checked={shown === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  return <Entry setting={setting} shown={shown} error={error} onChange={onChange} />;
}

interface EntryProps extends Omit<Props, "value"> {
  shown: unknown;
}

function Entry({ setting, shown, error, onChange }: EntryProps) {
  const { type, title, description, required, choices, example } = setting;
  const look = { label: title, description, error, required, withAsterisk: false };
  if (type === "integer" || type === "number") {
    return (
      <NumberInput
        {...look}
        value={typeof shown === "number" ? shown : ""}
        min={setting.minimum ?? Number.NEGATIVE_INFINITY}
        max={setting.maximum ?? Number.POSITIVE_INFINITY}
        onChange={(entered) => onChange(entered === "" ? undefined : Number(entered))}
      />
    );
  }
  if (type === "list") return <Lines setting={setting} shown={shown} error={error} onChange={onChange} />;
  const words = typeof shown === "string" ? shown : "";
  if (choices.length > 0) {
    return <Select {...look} data={choices} value={words === "" ? null : words} onChange={onChange} />;
  }
  return (
    <TextInput
      {...look}
      placeholder={example}
      value={words}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Lines({ setting, shown, error, onChange }: EntryProps) {
  return (
    <Textarea
      label={setting.title}
      description={`${setting.description} ${text.oneALine}`.trim()}
      error={error}
      autosize
      placeholder={setting.example}
      value={Array.isArray(shown) ? shown.join("\n") : ""}
      onChange={(event) => {
        const lines = event.currentTarget.value;
        onChange(lines === "" ? [] : lines.split("\n"));
      }}
    />
  );
}
