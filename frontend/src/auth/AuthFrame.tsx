import type { ReactNode } from "react";
import { useTitle } from "../ui/useTitle";
import { Wordmark } from "../ui/Wordmark";
import classes from "./AuthFrame.module.css";
import { text } from "./text";

interface Props {
  title: string;
  lead: string;
  children: ReactNode;
}

/** The page of everyone who isn't signed in. */
export function AuthFrame({ title, lead, children }: Props) {
  useTitle(title);
  return (
    <main className={classes["root"]}>
      <div className={classes["column"]}>
        <Wordmark size="large" />
        <h1 className={classes["title"]}>{title}</h1>
        <p className={classes["lead"]}>{lead}</p>
        {children}
      </div>
      <div className={classes["cloth"]} aria-hidden="true">
        <figure className={classes["specimen"]}>
          <p>
            <mark>{text.specimenMarked}</mark> {text.specimenRest}
            <sup>1</sup>
          </p>
        </figure>
      </div>
    </main>
  );
}
