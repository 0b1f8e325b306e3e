import { Button } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import type { LineState } from "../stream/connection";
import classes from "./LineNote.module.css";
import { text } from "./text";

const words: Record<LineState, string | null> = {
  idle: null,
  connecting: null,
  open: null,
  waiting: text.lineWaiting,
  signed_out: text.lineSignedOut,
  unknown: text.lineUnknown,
};

/** Says when the line to the server is down. */
export function LineNote({ line }: { line: LineState }) {
  const { href } = useLocation();
  return (
    <div role="status">
      {words[line] !== null && (
        <p className={classes["root"]}>
          {words[line]}
          {line === "signed_out" && (
            <Button
              size="compact-sm"
              variant="default"
              renderRoot={(props) => <Link to="/sign-in" search={{ next: href }} {...props} />}
            >
              {text.signIn}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
