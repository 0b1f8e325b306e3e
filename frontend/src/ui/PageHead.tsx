import type { ReactNode } from "react";
import classes from "./PageHead.module.css";
import { useTitle } from "./useTitle";

interface Props {
  title: string;
  lead?: string;
  children?: ReactNode;
}

/** A screen's title, one sentence about it, and what can be done there. */
export function PageHead({ title, lead, children }: Props) {
  useTitle(title);
  return (
    <header className={classes["root"]}>
      <div>
        <h1 className={classes["title"]}>{title}</h1>
        {lead !== undefined && <p className={classes["lead"]}>{lead}</p>}
      </div>
      <div className={classes["actions"]}>{children}</div>
    </header>
  );
}
