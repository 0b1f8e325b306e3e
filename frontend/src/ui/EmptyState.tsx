import { type ReactNode, useContext } from "react";
import classes from "./EmptyState.module.css";
import { NextHeading } from "./headings";

interface Props {
  title: string;
  body: string;
  /** Where the page has no title of its own, this is it. */
  heading?: "h1";
  children?: ReactNode;
}

/** What a place says before there is anything in it, and what to do about that. */
export function EmptyState({ title, body, heading, children }: Props) {
  const next = useContext(NextHeading);
  const Heading = heading ?? next;
  return (
    <div className={classes["root"]}>
      <Heading className={classes["title"]}>{title}</Heading>
      <p className={classes["body"]}>{body}</p>
      {children}
    </div>
  );
}
