import { NumberInput, Select, Switch } from "@mantine/core";
import type { SettingValue } from "../../api/bench";
import type { components } from "../../api/schema";
import { labelOf } from "../search/text";

type About = components["schemas"]["SearchSettingsShape"]["about"][number];

interface Props {
  about: About;
  value: SettingValue;
  onChange: (value: SettingValue) => void;
}

/** One setting of the search, as its kind is set. */
export function SettingField({ about, value, onChange }: Props) {
  const label = labelOf(about.name);
  if (typeof value === "boolean") {
    return (
      <Switch
        label={label}
        description={about.says}
        checked={value}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (typeof value === "number") {
    return (
      <NumberInput
        label={label}
        description={about.says}
        value={value}
        {...(typeof about.least === "number" ? { min: about.least } : {})}
        {...(typeof about.most === "number" ? { max: about.most } : {})}
        clampBehavior="strict"
        onChange={(next) => {
          if (typeof next === "number") onChange(next);
        }}
      />
    );
  }
  return (
    <Select
      label={label}
      description={about.says}
      data={about.choices}
      value={value}
      allowDeselect={false}
      onChange={(next) => onChange(next ?? value)}
    />
  );
}
