import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Pencil } from "lucide-react";
import type { Collection } from "../api/types";
import { Dialog } from "../ui/Dialog";
import classes from "./CollectionAbout.module.css";
import { EditCollection } from "./EditCollection";
import { text } from "./text";

interface Props {
  collection: Collection;
  isLibrarian: boolean;
}

/** What the chosen collection is, and the way to change it. */
export function CollectionAbout({ collection, isLibrarian }: Props) {
  const [isEditing, editing] = useDisclosure(false);
  return (
    <div className={classes["root"]}>
      {collection.description !== "" && <p className={classes["words"]}>{collection.description}</p>}
      {isLibrarian && (
        <Button size="compact-sm" variant="subtle" leftSection={<Pencil size={14} />} onClick={editing.open}>
          {text.editCollection}
        </Button>
      )}
      <Dialog isOpen={isEditing} title={text.editCollection} onClose={editing.close}>
        <EditCollection collection={collection} onClose={editing.close} />
      </Dialog>
    </div>
  );
}
