import { useSuspenseQuery } from "@tanstack/react-query";
import { sessionQuery } from "../api/session";
import type { Session } from "../api/types";

/** Who is signed in; loaded before any signed-in screen. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}
