import type { ReactNode } from "react";
import classes from "./Health.module.css";

/** A finding in a word, coloured by what it means. */
export function Mark({ tone, children }: { tone: "good" | "open" | "bad"; children: ReactNode }) {
  return (
    <span className={classes["mark"]} data-tone={tone}>
      {children}
    </span>
  );
}
