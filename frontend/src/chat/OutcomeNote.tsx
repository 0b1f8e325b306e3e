import { Button } from "@mantine/core";
import classes from "./OutcomeNote.module.css";
import { noteOf } from "./outcome";
import { text } from "./text";
import type { Turn } from "./turns";

interface Props {
  turn: Turn;
  onAskAgain: () => void;
  onLoadAgain: () => void;
}

/** Says plainly when what follows isn't a complete answer. */
export function OutcomeNote({ turn, onAskAgain, onLoadAgain }: Props) {
  const note = noteOf(turn);
  if (note === null) return null;
  return (
    <div className={classes["root"]} data-tone={note.tone}>
      <p className={classes["words"]}>{note.words}</p>
      {note.detail !== "" && <p className={classes["detail"]}>{note.detail}</p>}
      {note.mayLoadAgain && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={onLoadAgain}>
          {text.loadAgain}
        </Button>
      )}
      {note.mayAskAgain && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={onAskAgain}>
          {text.askAgain}
        </Button>
      )}
    </div>
  );
}
