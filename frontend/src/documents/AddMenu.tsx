import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { Activity, FolderPlus, Globe, Plus, RefreshCw, Upload } from "lucide-react";
import type { Collection } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { ImportWebsite } from "./ImportWebsite";
import { NewCollection } from "./NewCollection";
import { text } from "./text";

interface Props {
  /** The collection that is shown; none where all are. */
  target: string | undefined;
  collections: readonly Collection[];
  onFiles: () => void;
}

/** The ways in: files, a website, a new collection. */
export function AddMenu({ target, collections, onFiles }: Props) {
  const [isImporting, importing] = useDisclosure(false);
  const [isCreating, creating] = useDisclosure(false);
  const hasPlace = collections.length > 0;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" leftSection={<Plus size={16} />}>
            {text.moreWays}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Globe size={16} />} onClick={importing.open} disabled={!hasPlace}>
            {text.importSite}
          </Menu.Item>
          <Menu.Item leftSection={<FolderPlus size={16} />} onClick={creating.open}>
            {text.newCollection}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<RefreshCw size={16} />}
            renderRoot={(props) => <Link to="/documents/sources" {...props} />}
          >
            {text.sources}
          </Menu.Item>
          <Menu.Item
            leftSection={<Activity size={16} />}
            renderRoot={(props) => <Link to="/work" {...props} />}
          >
            {text.behind}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button leftSection={<Upload size={16} />} onClick={onFiles} disabled={!hasPlace}>
        {text.addFiles}
      </Button>
      <Dialog isOpen={isImporting} title={text.importSite} onClose={importing.close}>
        <ImportWebsite collections={collections} chosen={target} onClose={importing.close} />
      </Dialog>
      <Dialog isOpen={isCreating} title={text.newCollection} onClose={creating.close}>
        <NewCollection onClose={creating.close} />
      </Dialog>
    </>
  );
}
