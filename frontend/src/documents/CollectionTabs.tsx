import type { Collection } from "../api/types";
import { CollectionAbout } from "./CollectionAbout";
import classes from "./CollectionTabs.module.css";
import { text } from "./text";

interface Props {
  collections: readonly Collection[];
  chosen: string | undefined;
  isLibrarian: boolean;
  onChoose: (slug: string | undefined) => void;
}

/** The collections side by side, with what the chosen one is. */
export function CollectionTabs({ collections, chosen, isLibrarian, onChoose }: Props) {
  const shown = collections.find(({ slug }) => slug === chosen);
  return (
    <>
      <fieldset className={classes["root"]}>
        <legend className="visually-hidden">{text.collection}</legend>
        {[undefined, ...collections].map((collection) => (
          <button
            key={collection?.slug ?? ""}
            type="button"
            className={classes["tab"]}
            aria-pressed={collection?.slug === chosen}
            onClick={() => onChoose(collection?.slug)}
          >
            {collection?.name ?? text.all}
          </button>
        ))}
      </fieldset>
      {shown && <CollectionAbout collection={shown} isLibrarian={isLibrarian} />}
    </>
  );
}
