import type { UseQueryResult } from "@tanstack/react-query";
import { useId } from "react";
import type { Found, Result } from "../../api/bench";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import classes from "./Bench.module.css";
import { type Move, type Part, partsOf, placeOfSame } from "./comparison";
import { Explanation } from "./Explanation";
import { ResultCard } from "./ResultCard";
import { text } from "./text";

interface Props {
  name: keyof typeof text.columns;
  search: UseQueryResult<Found>;
  moves: ReadonlyMap<string, Move>;
  /** What the other search found: what of it this one did not find is shown as gone. */
  before?: readonly Result[];
  scale: Record<Part, number>;
  expected: ReadonlyMap<string, string>;
  onExpect: (id: string, title: string) => void;
}

/** What one search found, how long it took, and how it went about it. */
export function Side({ name, search, moves, before = [], ...shared }: Props) {
  const id = useId();
  const { data: found, error, isFetching, refetch } = search;
  const gone = before.filter(({ chunk_id }) => !found?.results.some((one) => one.chunk_id === chunk_id));
  return (
    <section className={classes["side"]} data-side={name} aria-labelledby={id} aria-busy={isFetching}>
      <h2 id={id} className={classes["sideTitle"]}>
        {text.columns[name]}
        {found && (
          <span className={classes["faint"]}>
            {text.results(found.results.length)}, {text.took(found.timings_ms["total"] ?? 0)}
          </span>
        )}
      </h2>
      {isFetching && found === undefined && <LoadingLines label={text.loading} count={6} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {found && found.degraded.length > 0 && (
        <p className={classes["degraded"]}>{text.degraded(found.degraded)}</p>
      )}
      {found?.results.length === 0 && <p>{text.none}</p>}
      <ol className={classes["results"]}>
        {found?.results.map((result, place) => (
          <ResultCard
            key={result.chunk_id}
            result={result}
            place={place + 1}
            same={placeOfSame(result, found.results)}
            move={moves.get(result.chunk_id)}
            parts={partsOf(found.results)}
            {...shared}
          />
        ))}
      </ol>
      {gone.length > 0 && (
        <ul className={classes["results"]} aria-label={text.moved({ kind: "removed" })}>
          {gone.map((result) => (
            <ResultCard
              key={result.chunk_id}
              result={result}
              move={{ kind: "removed" }}
              parts={partsOf(before)}
              {...shared}
            />
          ))}
        </ul>
      )}
      {found?.explanation && <Explanation found={found} />}
    </section>
  );
}
