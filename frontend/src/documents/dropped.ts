/** What was dropped, as files: a folder gives all that lies in it. */

const mostFiles = 2_000;
/** Left by file managers, and of no use to anyone who asks. */
const isLitter = (name: string): boolean =>
  name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini";

/** The files of a drop. Call it while the event is handled: afterwards the browser takes the drop away. */
export async function droppedFiles(carried: Pick<DataTransfer, "items" | "files">): Promise<File[]> {
  const entries = [...carried.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...carried.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: File[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= mostFiles || isLitter(entry.name)) return;
  if (entry.isFile) found.push(await fileOf(entry as FileSystemFileEntry));
  else for (const inside of await contentOf(entry as FileSystemDirectoryEntry)) await collect(inside, found);
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives a folder in parts, the last of which is empty. */
async function contentOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}
