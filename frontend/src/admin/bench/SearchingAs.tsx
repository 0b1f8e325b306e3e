import { Button } from "@mantine/core";
import { Eye } from "lucide-react";
import classes from "./Bench.module.css";
import { text } from "./text";

/** Say that one looks with another's eyes, with a way out. */
export function SearchingAs({ who, onLeave }: { who: string; onLeave: () => void }) {
  return (
    <div className={classes["as"]} role="status">
      <Eye size={18} aria-hidden="true" />
      <p>
        <strong>{text.searchingAs(who)}</strong> {text.asNote}
      </p>
      <Button size="xs" variant="default" onClick={onLeave}>
        {text.leave}
      </Button>
    </div>
  );
}
