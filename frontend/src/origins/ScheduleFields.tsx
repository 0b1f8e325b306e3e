import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import type { SourceSchedule } from "../api/types";
import { text } from "./text";

interface Props {
  schedule: SourceSchedule;
  onChange: (schedule: SourceSchedule) => void;
}

type Every = NonNullable<SourceSchedule["every"]>;
const leastMinutes = 15;

/** When a source is read. */
export function ScheduleFields({ schedule, onChange }: Props) {
  const { every = "manual" } = schedule;
  const isTimed = every === "daily" || every === "weekly";
  return (
    <>
      <Select
        label={text.schedule}
        data={Object.entries(text.every).map(([value, label]) => ({ value, label }))}
        value={every}
        allowDeselect={false}
        onChange={(chosen) => onChange({ ...schedule, every: (chosen ?? "manual") as Every })}
      />
      {every === "minutes" && (
        <NumberInput
          label={text.minutes}
          min={leastMinutes}
          value={schedule.minutes ?? 60}
          onChange={(minutes) => onChange({ ...schedule, minutes: Number(minutes) })}
        />
      )}
      {isTimed && (
        <Group grow align="flex-start">
          {every === "weekly" && (
            <Select
              label={text.weekday}
              data={text.weekdays.map((label, day) => ({ value: String(day), label }))}
              value={String(schedule.weekday ?? 0)}
              allowDeselect={false}
              onChange={(day) => onChange({ ...schedule, weekday: Number(day) })}
            />
          )}
          <TextInput
            label={text.at}
            type="time"
            description={schedule.timezone}
            value={schedule.at ?? "03:00"}
            onChange={(event) => onChange({ ...schedule, at: event.currentTarget.value })}
          />
        </Group>
      )}
    </>
  );
}
