/** A change of the person at this page: nothing of the one before stays. */
import type { QueryClient } from "@tanstack/react-query";
import { sessionKey } from "../api/session";
import type { Session } from "../api/types";

const [sessionName] = sessionKey;

/** Call `leave` and drop all that was loaded as soon as the session is another person's; return how to end it. */
export function watchPerson(queryClient: QueryClient, leave: () => void): () => void {
  let known: string | null = null;
  return queryClient.getQueryCache().subscribe((event) => {
    if (event.query.queryKey[0] !== sessionName || event.type !== "updated") return;
    if (event.action.type !== "success") return;
    const { id } = (event.query.state.data as Session).user;
    if (known !== null && known !== id) {
      leave();
      queryClient.getMutationCache().clear();
      void queryClient.resetQueries({ predicate: (query) => query.queryKey[0] !== sessionName });
    }
    known = id;
  });
}
