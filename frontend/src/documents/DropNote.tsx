import classes from "./DropZone.module.css";
import { type Dropped, mostFiles } from "./dropped";
import { text } from "./text";

/** What of a drop wasn't taken, so that nobody looks for it in vain. */
export function DropNote({ dropped }: { dropped: Dropped | null }) {
  const words = dropped === null ? [] : notesOn(dropped);
  return <div role="status">{words.length > 0 && <p className={classes["note"]}>{words.join(" ")}</p>}</div>;
}

function notesOn({ files, unreadable, isCut }: Dropped): string[] {
  return [
    ...(unreadable > 0 ? [text.unreadable(unreadable)] : []),
    ...(isCut ? [text.dropCut(mostFiles)] : []),
    ...(unreadable === 0 && files.length === 0 ? [text.nothingDropped] : []),
  ];
}
