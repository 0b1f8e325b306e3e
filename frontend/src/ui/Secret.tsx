import { Button } from "@mantine/core";
import { useState } from "react";
import classes from "./Secret.module.css";
import { text } from "./text";

export interface Shown {
  label: string;
  value: string;
  note?: string;
}

/** Something that is shown once and has to be copied now. */
export function Secret({ label, value, note }: Shown) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setIsCopied(true);
  };
  return (
    <div className={classes["root"]} role="status">
      <p className={classes["label"]}>{label}</p>
      <code className={classes["value"]}>{value}</code>
      {note !== undefined && <p className={classes["note"]}>{note}</p>}
      {window.isSecureContext && (
        <Button size="compact-sm" variant="default" onClick={() => void copy()}>
          {isCopied ? text.copied : text.copy}
        </Button>
      )}
    </div>
  );
}
