import { Missing } from "./Missing";
import classes from "./Plain.module.css";

/** The page of an address that leads nowhere. */
export function NotFound() {
  return (
    <main className={classes["root"]}>
      <Missing />
    </main>
  );
}
