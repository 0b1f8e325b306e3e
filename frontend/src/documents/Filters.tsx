import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import classes from "./Filters.module.css";
import { text as lifeText } from "./life/text";
import { statusWords, text } from "./text";

export interface Filter {
  q?: string;
  status?: string;
  review?: string;
  expiry?: string;
  owner?: string;
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

const lives = [
  { value: "", label: lifeText.any },
  ...Object.entries(lifeText.filters).map(([value, label]) => ({ value, label })),
];

function lifeOf({ review, expiry, owner }: Filter): string {
  const [name, value] = Object.entries({ review, expiry, owner }).find(([, one]) => one !== undefined) ?? [];
  return name === undefined ? "" : `${name}=${value}`;
}

function withLife({ q, status }: Filter, life: string): Filter {
  const [name, value] = life.split("=");
  const kept = { ...(q === undefined ? {} : { q }), ...(status === undefined ? {} : { status }) };
  return name && value ? { ...kept, [name]: value } : kept;
}

/** Narrow the list by title, by state and by what is to be done. */
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
      <Select
        aria-label={lifeText.filter}
        data={lives}
        value={lifeOf(filter)}
        allowDeselect={false}
        onChange={(life) => onFilter(withLife(filter, life ?? ""))}
        w={170}
      />
    </search>
  );
}
