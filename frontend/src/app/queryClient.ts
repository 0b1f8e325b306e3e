import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem, Problem } from "../api/problem";
import { sessionKey } from "../api/session";

const mostRetries = 2;

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < mostRetries && !isFinal(error),
    },
  },
});

/** Whoever hears 401 first forgets the session; the frame then asks for it again and leads to the sign-in. */
function noticeSignOut(error: unknown): void {
  if (!isProblem(error, 401) || queryClient.getQueryData(sessionKey) === undefined) return;
  void queryClient.resetQueries({ queryKey: sessionKey });
}

function isFinal(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
}
