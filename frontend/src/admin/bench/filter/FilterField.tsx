import { Textarea } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { Coded } from "../../../ui/Coded";
import { text } from "../text";
import classes from "./FilterField.module.css";
import { excerptOf, type Fault } from "./faults";
import type { Place } from "./places";

interface Props {
  written: string;
  faults: readonly Fault[];
  /** The asking whose first fault is led to; 0 for none. */
  lead: number;
  onWrite: (written: string) => void;
}

/** A filter as it is written, and below it each fault, which leads to its place. */
export function FilterField({ written, faults, lead, onWrite }: Props) {
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const ledRef = useRef(0);
  const id = useId();
  const show = ({ from, to }: Place) => {
    fieldRef.current?.focus();
    fieldRef.current?.setSelectionRange(from, to);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each asking leads to its first fault once
  useEffect(() => {
    if (!faults[0] || lead <= ledRef.current) return;
    ledRef.current = lead;
    show(faults[0]);
  }, [lead]);
  return (
    <div className={classes["root"]}>
      <Textarea
        ref={fieldRef}
        label={text.filter}
        description={text.filterHint}
        placeholder={text.filterExample}
        classNames={{ input: classes["input"] ?? "" }}
        autosize
        minRows={1}
        maxRows={14}
        spellCheck={false}
        autoCapitalize="off"
        value={written}
        error={faults.length > 0}
        {...(faults.length > 0 ? { "aria-errormessage": id } : {})}
        onChange={(event) => onWrite(event.currentTarget.value)}
      />
      {faults.length > 0 && (
        <div id={id} role="alert">
          <ul className={classes["faults"]} aria-label={text.filterFaults}>
            {faults.map((fault) => (
              <li key={`${fault.from} ${fault.to} ${fault.detail}`}>
                <button
                  type="button"
                  className={classes["place"]}
                  title={text.filterShow}
                  onClick={() => show(fault)}
                >
                  <Excerpt of={written} fault={fault} />
                </button>
                <p className={classes["detail"]}>
                  <Coded words={fault.detail} />
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Excerpt({ of, fault }: { of: string; fault: Fault }) {
  const [before, wrong, after] = excerptOf(of, fault);
  return (
    <code>
      {before}
      <mark>{wrong || " "}</mark>
      {after}
    </code>
  );
}
