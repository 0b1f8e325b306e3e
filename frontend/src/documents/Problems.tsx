import { useQuery } from "@tanstack/react-query";
import { failuresQuery } from "../api/work";
import { FailureRow } from "./FailureRow";
import classes from "./Problems.module.css";
import { problemText as text } from "./problemText";

/** What couldn't be read, by reason, and another attempt at all of one reason. */
export function Problems({ collection }: { collection: string | undefined }) {
  const { data: failures = [] } = useQuery(failuresQuery(collection));
  if (failures.length === 0) return null;
  const count = failures.reduce((sum, { documents }) => sum + documents, 0);
  return (
    <details className={classes["root"]}>
      <summary className={classes["summary"]}>{text.summary(count)}</summary>
      <ul className={classes["list"]}>
        {failures.map((failure) => (
          <FailureRow key={failure.reason} failure={failure} collection={collection} />
        ))}
      </ul>
    </details>
  );
}
