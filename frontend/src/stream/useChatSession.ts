import { useEffect, useSyncExternalStore } from "react";
import { chatSession } from "./browser";
import type { SessionSnapshot } from "./session";

/** Follow the page's chat session; keep its line open while a chat is on screen. */
export function useChatSession(): SessionSnapshot {
  useEffect(() => {
    const hurry = () => document.visibilityState === "visible" && chatSession.hurry();
    chatSession.open();
    window.addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
    };
  }, []);
  return useSyncExternalStore(chatSession.subscribe, chatSession.snapshot);
}
