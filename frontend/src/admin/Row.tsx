import type { ReactNode } from "react";
import classes from "./Rows.module.css";

interface Props {
  name: ReactNode;
  detail?: ReactNode;
  children?: ReactNode;
}

/** One row: its name, a detail below, what can be done beside. */
export function Row({ name, detail, children }: Props) {
  return (
    <li className={classes["row"]}>
      <div className={classes["what"]}>
        <p className={classes["name"]}>{name}</p>
        {detail !== undefined && <div className={classes["detail"]}>{detail}</div>}
      </div>
      <div className={classes["side"]}>{children}</div>
    </li>
  );
}
