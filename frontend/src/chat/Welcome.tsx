import { useSession } from "../app/useSession";
import { text } from "./text";
import classes from "./Welcome.module.css";

/** The first words before the first question. */
export function Welcome() {
  const { tenant } = useSession();
  return (
    <div className={classes["root"]}>
      <h1 className={classes["title"]}>{text.welcome(tenant.name)}</h1>
      <p className={classes["lead"]}>{text.welcomeLead}</p>
    </div>
  );
}
