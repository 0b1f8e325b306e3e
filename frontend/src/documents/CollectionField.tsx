import { Select } from "@mantine/core";
import type { Collection } from "../api/types";
import { text } from "./text";

interface Props {
  collections: readonly Collection[];
  slug: string | null;
  isFirst?: boolean;
  onChoose: (slug: string | null) => void;
}

/** Which collection something goes into. */
export function CollectionField({ collections, slug, isFirst = false, onChoose }: Props) {
  return (
    <Select
      label={text.into}
      placeholder={text.chooseCollection}
      data-autofocus={isFirst || undefined}
      data={collections.map((one) => ({ value: one.slug, label: one.name }))}
      value={slug}
      allowDeselect={false}
      onChange={onChoose}
    />
  );
}

/** The collection to begin with: the one that is shown, or the only one there is. */
export function firstChoice(collections: readonly Collection[], shown: string | undefined): string | null {
  const only = collections.length === 1 ? collections[0]?.slug : undefined;
  return shown ?? only ?? null;
}
