import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { benchSearch, type Settings, type Tried } from "../../api/bench";

export const usual: Tried = { mode: "hybrid", k: 10, collections: [], settings: {} };

interface Asked {
  question: string;
  person: string | undefined;
}

/** What is asked, and what both searches found for it. */
export function useBench(person: string | undefined) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [tried, setTried] = useState<Tried>(usual);
  const live: Tried = { ...usual, k: tried.k, collections: tried.collections };
  const search = (name: string, wanted: Tried) => ({
    queryKey: ["bench", name, asked?.question, person ?? "", wanted],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      benchSearch(asked?.question ?? "", person, wanted, signal),
    enabled: asked !== null && asked.person === person,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return {
    question: asked?.question ?? "",
    ask: (question: string) => setAsked({ question, person }),
    tried,
    try: (changes: Partial<Tried>) => setTried({ ...tried, ...changes }),
    set: (name: string, value: Settings[string]) =>
      setTried({ ...tried, settings: { ...tried.settings, [name]: value } }),
    live: useQuery(search("live", live)),
    other: useQuery(search("tried", tried)),
  };
}

export type Bench = ReturnType<typeof useBench>;
