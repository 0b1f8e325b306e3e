/** What was dropped, as files: a folder gives all that lies in it. */

/** What became of a drop; nobody is left to think that all of it was taken. */
export interface Dropped {
  readonly files: readonly File[];
  /** How many files and folders couldn't be read. */
  readonly unreadable: number;
  /** Whether there was more than is taken at once. */
  readonly isCut: boolean;
}

interface Found {
  files: File[];
  unreadable: number;
  isCut: boolean;
}

export const mostFiles = 2_000;
/** Left by file managers, and of no use to anyone who asks. */
const isLitter = (name: string): boolean =>
  name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini";

/** The files of a drop. Call it while the event is handled: afterwards the browser takes the drop away. */
export async function droppedFiles(carried: Pick<DataTransfer, "items" | "files">): Promise<Dropped> {
  const entries = [...carried.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...carried.files];
  const found: Found = { files: [], unreadable: 0, isCut: false };
  if (!entries.some((entry) => entry?.isDirectory)) return { ...found, files: plain };
  for (const entry of entries) if (entry !== null) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: Found): Promise<void> {
  if (isLitter(entry.name) || found.isCut) return;
  if (entry.isDirectory) await collectFolder(entry as FileSystemDirectoryEntry, found);
  else if (found.files.length >= mostFiles) found.isCut = true;
  else await collectFile(entry as FileSystemFileEntry, found);
}

async function collectFolder(entry: FileSystemDirectoryEntry, found: Found): Promise<void> {
  const inside = await contentOf(entry).catch(() => null);
  if (inside === null) found.unreadable += 1;
  for (const one of inside ?? []) await collect(one, found);
}

async function collectFile(entry: FileSystemFileEntry, found: Found): Promise<void> {
  const file = await fileOf(entry).catch(() => null);
  if (file === null) found.unreadable += 1;
  else found.files.push(file);
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
