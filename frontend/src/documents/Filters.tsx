import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import classes from "./Filters.module.css";
import { statusWords, text } from "./text";

export interface Filter {
  q?: string;
  status?: string;
}

interface Props {
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

const statuses = [
  { value: "", label: text.anyStatus },
  ...Object.entries(statusWords)
    .filter(([value]) => value !== "replaced")
    .map(([value, label]) => ({ value, label })),
];

/** Narrow the list by title and by state. */
export function Filters({ filter, onFilter }: Props) {
  const search = useDebouncedCallback((q: string) => {
    const { q: _before, ...rest } = filter;
    onFilter(q === "" ? rest : { ...rest, q });
  }, 250);
  const choose = (status: string | null) => {
    const { status: _before, ...rest } = filter;
    onFilter(status ? { ...rest, status } : rest);
  };
  return (
    <search className={classes["root"]}>
      <TextInput
        className={classes["find"] ?? ""}
        aria-label={text.search}
        placeholder={text.search}
        leftSection={<Search size={16} aria-hidden="true" />}
        defaultValue={filter.q ?? ""}
        onChange={(event) => search(event.currentTarget.value)}
      />
      <Select
        aria-label={text.status}
        data={statuses}
        value={filter.status ?? ""}
        allowDeselect={false}
        onChange={choose}
        w={150}
      />
    </search>
  );
}
