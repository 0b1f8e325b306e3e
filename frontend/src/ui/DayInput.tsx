import { TextInput } from "@mantine/core";
import { useState } from "react";
import { isToCome } from "./days";
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
  const [refused, setRefused] = useState("");
  const last = utcToday();
  const choose = (chosen: string) => {
    const isRefused = isToCome(chosen, last);
    setRefused(isRefused ? chosen : "");
    if (!isRefused) onChoose(chosen);
  };
  return (
    <TextInput
      type="date"
      label={label}
      description={description}
      max={last}
      value={refused || day}
      error={refused !== "" && text.toCome(day === "" ? text.today : formatUtcDay(day))}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
