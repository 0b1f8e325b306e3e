import { useQuery } from "@tanstack/react-query";
import { useMemo, useReducer } from "react";
import { benchSearch, type Settings, type Tried } from "../../api/bench";
import { problemOf } from "../../api/problem";
import { asInForce, asking, atFirst, leadOf, standing } from "./asking";
import { faultsFrom, isOfFilter } from "./filter/faults";

/**
 * What is asked, and what both searches found for it.
 *
 * Nothing is searched but when one asks: each search with somebody's eyes is kept in the audit trail and told to them.
 */
export function useBench(person: string | undefined) {
  const [state, act] = useReducer(asking, atFirst);
  const { tried, asked, expected } = state;
  // What was found with another's eyes is not shown beside one's own.
  const shown = asked?.person === person ? asked : null;
  const search = (name: string, wanted: Tried) => ({
    queryKey: ["bench", name, shown?.time],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      benchSearch(shown?.question ?? "", person, wanted, signal),
    enabled: shown !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnMount: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  const compared = shown?.tried ?? tried;
  const live = useQuery(search("live", asInForce(compared)));
  const other = useQuery(search("tried", compared));
  const problem = problemOf(live.error ?? other.error);
  const isStill = compared.filter === tried.filter;
  const refusals = useMemo(
    () => (isStill ? faultsFrom(compared.filter, problem?.fields ?? []) : []),
    [isStill, compared.filter, problem],
  );
  const stands = standing({
    isAsked: shown !== null,
    isRefused:
      problem?.fields.some(({ field }) => isOfFilter(field)) ?? (shown === null && state.faults.length > 0),
    isFilterStill: isStill,
  });
  const faults = state.faults.length > 0 ? state.faults : refusals;
  return {
    question: shown?.question ?? "",
    ask: (question: string) => act({ kind: "ask", asked: { time: Date.now(), question, person } }),
    /** What both searches were asked with; what is set now is `tried`. */
    compared,
    isChanged: stands === "found" && compared !== tried,
    /** What is wrong with the filter as it is written now: no JSON, or nothing that the server takes. */
    faults,
    /** The asking whose first fault the filter's field leads to. */
    lead: leadOf(state, faults),
    stands,
    /** Which asking it is; null where nothing is shown. */
    time: shown?.time ?? null,
    tried,
    try: (changes: Partial<Tried>) => act({ kind: "try", changes }),
    set: (name: string, value: Settings[string]) => act({ kind: "set", name, value }),
    expected,
    expect: (id: string, title: string) => act({ kind: "expect", id, title }),
    live,
    other,
  };
}

export type Bench = ReturnType<typeof useBench>;
