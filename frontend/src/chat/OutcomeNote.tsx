import { Button } from "@mantine/core";
import classes from "./OutcomeNote.module.css";
import { noteOf } from "./outcome";
import { text } from "./text";
import type { Turn } from "./turns";

interface Props {
  turn: Turn;
  onAskAgain: () => void;
}

/** Says plainly when what follows isn't a complete answer. */
export function OutcomeNote({ turn, onAskAgain }: Props) {
  const note = noteOf(turn);
  if (note === null) return null;
  return (
    <div className={classes["root"]} data-tone={note.tone}>
      <p className={classes["words"]}>{note.words}</p>
      {note.detail !== "" && <p className={classes["detail"]}>{note.detail}</p>}
      {note.mayAskAgain && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={onAskAgain}>
          {text.askAgain}
        </Button>
      )}
    </div>
  );
}
