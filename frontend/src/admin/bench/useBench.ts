import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { benchSearch, type Settings, type Tried } from "../../api/bench";

export const usual: Tried = { mode: "hybrid", k: 10, collections: [], settings: {} };

interface Asked {
  /** Which asking it is: to compare again is to search again. */
  time: number;
  question: string;
  person: string | undefined;
  tried: Tried;
}

/**
 * What is asked, and what both searches found for it.
 *
 * Nothing is searched but when one asks: each search with somebody's eyes is kept in the audit trail and told to them.
 */
export function useBench(person: string | undefined) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [tried, setTried] = useState<Tried>(usual);
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
  return {
    question: shown?.question ?? "",
    ask: (question: string) => setAsked({ time: Date.now(), question, person, tried }),
    /** What both searches were asked with; what is set now is `tried`. */
    compared,
    isChanged: shown !== null && shown.tried !== tried,
    tried,
    try: (changes: Partial<Tried>) => setTried({ ...tried, ...changes }),
    set: (name: string, value: Settings[string]) =>
      setTried({ ...tried, settings: { ...tried.settings, [name]: value } }),
    live: useQuery(search("live", { ...usual, k: compared.k, collections: compared.collections })),
    other: useQuery(search("tried", compared)),
  };
}

export type Bench = ReturnType<typeof useBench>;
