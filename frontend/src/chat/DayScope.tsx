import { Button, Popover, Stack, TextInput } from "@mantine/core";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { formatUtcDay, utcToday } from "../ui/time";
import classes from "./CollectionScope.module.css";
import { text } from "./text";

interface Props {
  /** A day such as 2025-12-31; empty for today. */
  day: string;
  onChoose: (day: string) => void;
}

/** As of which day a question is answered: by the versions that were in force then. */
export function DayScope({ day, onChoose }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const last = utcToday();
  return (
    <Popover position="top-start" shadow="md" opened={isOpen} onChange={setIsOpen} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={classes["button"] ?? ""}
          aria-label={day === "" ? text.asOfToday : text.asOf(formatUtcDay(day))}
          onClick={() => setIsOpen(!isOpen)}
        >
          <CalendarClock size={15} aria-hidden="true" />
          {day !== "" && <span className={classes["names"]}>{text.asOf(formatUtcDay(day))}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw="18rem">
        <Stack gap="xs">
          <TextInput
            type="date"
            label={text.asOfLabel}
            description={text.asOfHint}
            max={last}
            value={day}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              if (chosen <= last) onChoose(chosen);
            }}
          />
          {day !== "" && (
            <Button size="xs" variant="default" onClick={() => onChoose("")}>
              {text.asOfNow}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
