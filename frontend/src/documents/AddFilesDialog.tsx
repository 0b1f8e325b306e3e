import type { Collection } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { AddFiles } from "./AddFiles";
import { text } from "./text";
import { uploadQueue } from "./uploadQueue";

interface Props {
  files: readonly File[];
  collections: readonly Collection[];
  chosen: string | undefined;
  onClose: () => void;
}

/** The files that were picked or dropped, until it is said where they go. */
export function AddFilesDialog({ files, collections, chosen, onClose }: Props) {
  const [first] = files;
  const title = files.length === 1 && first !== undefined ? first.name : text.addCount(files.length);
  return (
    <Dialog isOpen={files.length > 0} title={title} onClose={onClose}>
      <AddFiles
        files={files}
        collections={collections}
        chosen={chosen}
        onAdd={(added, target) => {
          uploadQueue.add(added, target);
          onClose();
        }}
      />
    </Dialog>
  );
}
