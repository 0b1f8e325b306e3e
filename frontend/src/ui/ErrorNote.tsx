import { Button } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { wordsFor } from "../api/problem";
import classes from "./ErrorNote.module.css";
import { text } from "./text";

interface Props {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** An error in plain words, with a way to try again where there is one. */
export function ErrorNote({ error, onRetry }: Props) {
  return (
    <div className={classes["root"]} role="alert">
      <TriangleAlert size={18} aria-hidden="true" className={classes["icon"]} />
      <p className={classes["words"]}>{wordsFor(error)}</p>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {text.retry}
        </Button>
      )}
    </div>
  );
}
