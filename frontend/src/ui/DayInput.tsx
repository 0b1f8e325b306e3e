import { TextInput } from "@mantine/core";
import { useState } from "react";
import { isStanding, isToCome, type Refused } from "./days";
import { text } from "./text";
import { formatUtcDay, utcToday } from "./time";

interface Props {
  label: string;
  description?: string;
  /** A day such as 2025-12-31; empty for today. */
  day: string;
  onChoose: (day: string) => void;
}

/** A day that is asked as of. One that has not come yet is shown with why it isn't taken, until it is mended. */
export function DayInput({ label, description = "", day, onChoose }: Props) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const last = utcToday();
  const choose = (chosen: string) => {
    const isRefused = isToCome(chosen, last);
    setRefused(isRefused ? { chosen, kept: day } : null);
    if (!isRefused) onChoose(chosen);
  };
  const isShown = isStanding(refused, day);
  return (
    <TextInput
      type="date"
      label={label}
      description={description}
      max={last}
      value={isShown ? refused.chosen : day}
      error={isShown && text.toCome(day === "" ? text.today : formatUtcDay(day))}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
