import { Select } from "@mantine/core";
import type { FeedbackFilter } from "../../api/admin";
import { reasonWords } from "../../chat/text";
import { diagnosisWords, triageWords } from "../text";
import classes from "./FeedbackFilters.module.css";
import { text } from "./text";

interface Props {
  filter: FeedbackFilter;
  onFilter: (filter: FeedbackFilter) => void;
}

const choices = (any: string, words: Record<string, string>) => [
  { value: "", label: any },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

const fields = [
  ["rating", text.rating, choices(text.anyRating, { up: text.up, down: text.down })],
  ["reason", text.reason, choices(text.anyReason, reasonWords)],
  ["status", text.status, choices(text.anyStatus, triageWords)],
  ["diagnosis", text.diagnosis, choices(text.anyDiagnosis, diagnosisWords)],
] as const;

/** Narrow the inbox. */
export function FeedbackFilters({ filter, onFilter }: Props) {
  return (
    <search className={classes["root"]} aria-label={text.filters}>
      {fields.map(([field, label, data]) => (
        <Select
          key={field}
          aria-label={label}
          data={data}
          value={filter[field] ?? ""}
          allowDeselect={false}
          onChange={(value) => onFilter({ ...filter, [field]: value || undefined })}
        />
      ))}
    </search>
  );
}
