import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem, Problem } from "../api/problem";
import { sessionKey } from "../api/session";

const mostRetries = 2;

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      if (isProblem(error, 401) && query.queryKey[0] !== sessionKey[0]) {
        void queryClient.resetQueries({ queryKey: sessionKey });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < mostRetries && !isFinal(error),
    },
  },
});

function isFinal(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
}
