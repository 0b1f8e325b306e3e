import { TextInput } from "@mantine/core";
import { problemOf } from "../api/problem";
import { ReadersField } from "./ReadersField";
import { text } from "./text";

export interface CollectionWish {
  name: string;
  description: string;
  readers: string[];
}

interface Props {
  wanted: CollectionWish;
  readersHint: string;
  error: unknown;
  onWanted: (wanted: CollectionWish) => void;
}

/** What a collection is called, what it is for, and who reads it. */
export function CollectionFields({ wanted, readersHint, error, onWanted }: Props) {
  const problem = problemOf(error);
  return (
    <>
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        data-autofocus
        value={wanted.name}
        error={problem?.about("name") ?? problem?.about("slug")}
        onChange={(event) => onWanted({ ...wanted, name: event.currentTarget.value })}
      />
      <TextInput
        label={text.description}
        value={wanted.description}
        onChange={(event) => onWanted({ ...wanted, description: event.currentTarget.value })}
      />
      <ReadersField
        hint={readersHint}
        readers={wanted.readers}
        error={problem?.about("readers")}
        onReaders={(readers) => onWanted({ ...wanted, readers })}
      />
    </>
  );
}
