import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TestSet } from "../../api/bench";
import { collectionsQuery } from "../../api/documents";
import { searchWeightsQuery } from "../../api/search";
import { ErrorNote } from "../../ui/ErrorNote";
import classes from "./TestSets.module.css";
import { teachingOf } from "./teaching";
import { text } from "./text";

/** How many of the cases taught the search how it weighs meaning and words, and where that is looked after. */
export function Teaching({ sets }: { sets: readonly TestSet[] }) {
  const { data: weights, error, refetch } = useQuery(searchWeightsQuery);
  const { data: collections = [] } = useQuery(collectionsQuery);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (weights === undefined) return null;
  return (
    <aside className={classes["teaching"]} aria-label={text.teaching}>
      {teachingOf(sets, weights, collections).map((said) => (
        <p key={said}>{said}</p>
      ))}
      <Link to="/admin/search">{text.toWeights}</Link>
    </aside>
  );
}
