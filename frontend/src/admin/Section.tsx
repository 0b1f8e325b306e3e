import { type ReactNode, useId } from "react";
import { NextHeading } from "../ui/headings";
import classes from "./Section.module.css";

interface Props {
  title: string;
  lead?: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A titled part of an administration screen. */
export function Section({ title, lead, action, children }: Props) {
  const id = useId();
  return (
    <section className={classes["root"]} aria-labelledby={id}>
      <div className={classes["head"]}>
        <div>
          <h2 id={id} className={classes["title"]}>
            {title}
          </h2>
          {lead !== undefined && <p className={classes["lead"]}>{lead}</p>}
        </div>
        {action}
      </div>
      <NextHeading value="h3">{children}</NextHeading>
    </section>
  );
}
