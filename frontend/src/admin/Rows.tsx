import type { ReactNode } from "react";
import classes from "./Rows.module.css";

/** A list of rows between rules. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className={classes["list"]}>{children}</ul>;
}
