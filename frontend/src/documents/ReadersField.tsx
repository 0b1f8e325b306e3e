import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { groupsQuery } from "../api/admin";
import { chosenReaders, readerChoices } from "./readers";
import { text } from "./text";

interface Props {
  hint: string;
  readers: string[];
  error?: string | undefined;
  onReaders: (readers: string[]) => void;
}

/** Choose who may read something. */
export function ReadersField({ hint, readers, error, onReaders }: Props) {
  const { data: groups = [] } = useQuery(groupsQuery);
  return (
    <MultiSelect
      label={text.shareWith}
      description={hint}
      data={readerChoices(groups, readers, text.everyone)}
      value={readers}
      error={error}
      onChange={(after) => onReaders(chosenReaders(readers, after))}
    />
  );
}
