import { Button } from "@mantine/core";
import { X } from "lucide-react";
import { reasonWords, problemText as text } from "./problemText";
import classes from "./ReasonNote.module.css";

/** By which reason the list is narrowed, and the way back to all. */
export function ReasonNote({ reason, onAll }: { reason: string; onAll: () => void }) {
  return (
    <div className={classes["root"]}>
      <p>
        {text.only} <strong>{reasonWords(reason)}</strong>
      </p>
      <Button size="compact-sm" variant="subtle" leftSection={<X size={14} />} onClick={onAll}>
        {text.all}
      </Button>
    </div>
  );
}
