import { Button, Popover, Stack, TextInput } from "@mantine/core";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { formatUtcDay, utcToday } from "../ui/time";
import classes from "./CollectionScope.module.css";
import { isToCome } from "./days";
import { text } from "./text";

interface Props {
  /** A day such as 2025-12-31; empty for today. */
  day: string;
  onChoose: (day: string) => void;
}

/** As of which day a question is answered: by the versions that were in force then. */
export function DayScope({ day, onChoose }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  // A day that has not come yet is shown with why it isn't taken, until it is mended or left.
  const [refused, setRefused] = useState("");
  const last = utcToday();
  const toggle = (opened: boolean) => {
    setIsOpen(opened);
    setRefused("");
  };
  const choose = (chosen: string) => {
    const isRefused = isToCome(chosen, last);
    setRefused(isRefused ? chosen : "");
    if (!isRefused) onChoose(chosen);
  };
  return (
    <Popover position="top-start" shadow="md" opened={isOpen} onChange={toggle} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={`${classes["button"]} ${classes["short"]}`}
          aria-label={day === "" ? text.asOfToday : text.asOf(formatUtcDay(day))}
          onClick={() => toggle(!isOpen)}
        >
          <CalendarClock size={15} aria-hidden="true" />
          <span className={classes["names"]}>{day === "" ? text.today : text.asOf(formatUtcDay(day))}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw="18rem">
        <Stack gap="xs">
          <TextInput
            type="date"
            label={text.asOfLabel}
            description={text.asOfHint}
            max={last}
            value={refused || day}
            error={
              refused !== "" && text.asOfToCome(day === "" ? text.today.toLowerCase() : formatUtcDay(day))
            }
            onChange={(event) => choose(event.currentTarget.value)}
          />
          {day !== "" && (
            <Button size="xs" variant="default" onClick={() => choose("")}>
              {text.asOfNow}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
