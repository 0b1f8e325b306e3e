import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface Props {
  title: string;
  body: string;
  children?: ReactNode;
}

/** What a place says before there is anything in it, and what to do about that. */
export function EmptyState({ title, body, children }: Props) {
  return (
    <div className={classes["root"]}>
      <h2 className={classes["title"]}>{title}</h2>
      <p className={classes["body"]}>{body}</p>
      {children}
    </div>
  );
}
