import { Button, Popover, Stack } from "@mantine/core";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { DayInput } from "../ui/DayInput";
import { formatUtcDay } from "../ui/time";
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
  return (
    <Popover position="top-start" shadow="md" opened={isOpen} onChange={setIsOpen} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={`${classes["button"]} ${classes["short"]}`}
          aria-label={day === "" ? text.asOfToday : text.asOf(formatUtcDay(day))}
          onClick={() => setIsOpen(!isOpen)}
        >
          <CalendarClock size={15} aria-hidden="true" />
          <span className={classes["names"]}>{day === "" ? text.today : text.asOf(formatUtcDay(day))}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw="18rem">
        <Stack gap="xs">
          <DayInput label={text.asOfLabel} description={text.asOfHint} day={day} onChoose={onChoose} />
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
