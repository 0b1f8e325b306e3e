import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { Pencil, Scissors, UsersRound, Workflow } from "lucide-react";
import type { Collection } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { text as accessText } from "./access/text";
import { WhoCanSee } from "./access/WhoCanSee";
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
  const [isAsking, asking] = useDisclosure(false);
  return (
    <div className={classes["root"]}>
      {collection.description !== "" && <p className={classes["words"]}>{collection.description}</p>}
      <Button size="compact-sm" variant="subtle" leftSection={<UsersRound size={14} />} onClick={asking.open}>
        {accessText.title}
      </Button>
      {isLibrarian && (
        <>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Pencil size={14} />}
            onClick={editing.open}
          >
            {text.editCollection}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Scissors size={14} />}
            renderRoot={(props) => (
              <Link to="/splitting/$slug" params={{ slug: collection.slug }} {...props} />
            )}
          >
            {text.trySplitting}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Workflow size={14} />}
            renderRoot={(props) => (
              <Link to="/collections/$slug/pipeline" params={{ slug: collection.slug }} {...props} />
            )}
          >
            {text.pipeline}
          </Button>
        </>
      )}
      <Dialog isOpen={isAsking} title={accessText.whoSees(collection.name)} onClose={asking.close}>
        <WhoCanSee subject={{ collection: collection.slug }} />
      </Dialog>
      <Dialog isOpen={isEditing} title={text.editCollection} onClose={editing.close}>
        <EditCollection collection={collection} onClose={editing.close} />
      </Dialog>
    </div>
  );
}
