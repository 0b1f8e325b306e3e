import { type Ref, useId } from "react";
import type { Fault } from "../api/pipelines";
import classes from "./Editor.module.css";
import { faultsId } from "./FaultList";
import { text } from "./text";

interface Props {
  ref: Ref<HTMLTextAreaElement>;
  content: string;
  faults: readonly Fault[];
  onChange: (content: string) => void;
}

/** The file with its lines numbered, and those marked in which something is wrong. Tab leaves it. */
export function Editor({ ref, content, faults, onChange }: Props) {
  const id = useId();
  const wrong = new Set(faults.map(({ line }) => line));
  const count = content.split("\n").length;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return (
    <div className={classes["room"]}>
      <label className="visually-hidden" htmlFor={id}>
        {text.file}
      </label>
      <div className={classes["numbers"]} aria-hidden="true">
        {numbers.map((number) => (
          <span key={number} data-wrong={wrong.has(number) || undefined}>
            {number}
          </span>
        ))}
      </div>
      <textarea
        ref={ref}
        id={id}
        className={classes["file"]}
        value={content}
        rows={count}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        aria-invalid={wrong.size > 0}
        aria-describedby={wrong.size > 0 ? faultsId : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
