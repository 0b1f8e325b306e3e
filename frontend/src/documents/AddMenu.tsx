import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { FolderPlus, Globe, Plus, Upload } from "lucide-react";
import type { Collection } from "../api/types";
import { ImportDialog } from "./ImportDialog";
import { NewCollection } from "./NewCollection";
import { text } from "./text";

interface Props {
  target: string | undefined;
  collections: readonly Collection[];
  onFiles: () => void;
}

/** The ways in: files, a website, a new collection. */
export function AddMenu({ target, collections, onFiles }: Props) {
  const [isImporting, importing] = useDisclosure(false);
  const [isCreating, creating] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" leftSection={<Plus size={16} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Globe size={16} />}
            onClick={importing.open}
            disabled={target === undefined}
          >
            {text.importSite}
          </Menu.Item>
          <Menu.Item leftSection={<FolderPlus size={16} />} onClick={creating.open}>
            {text.newCollection}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button leftSection={<Upload size={16} />} onClick={onFiles} disabled={target === undefined}>
        {text.addFiles}
      </Button>
      <ImportDialog
        isOpen={isImporting}
        collections={collections}
        target={target ?? ""}
        onClose={importing.close}
      />
      <NewCollection isOpen={isCreating} onClose={creating.close} />
    </>
  );
}
