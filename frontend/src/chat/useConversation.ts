import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { conversationQuery, conversationsKey } from "../api/conversations";
import { isLive } from "../stream/answer";
import { chatSession } from "../stream/browser";
import { useChatSession } from "../stream/useChatSession";
import { joinedTurns, toFollow } from "./turns";

const nothing: never[] = [];

/** A conversation as it is stored and as it is being written; without an id, what began with the first question. */
export function useConversation(conversationId: string | null, firstAsk: string | null) {
  const queryClient = useQueryClient();
  const { answers, line } = useChatSession();
  const stored = useQuery({ ...conversationQuery(conversationId ?? ""), enabled: conversationId !== null });
  const messages = stored.data?.messages ?? nothing;
  const running = useMemo(
    () =>
      answers.filter((answer) =>
        conversationId === null ? answer.askId === firstAsk : answer.conversation === conversationId,
      ),
    [answers, conversationId, firstAsk],
  );
  const turns = useMemo(() => joinedTurns(messages, running), [messages, running]);
  const ended = running.filter((answer) => !isLive(answer)).length;
  const begun = running.find((answer) => answer.askId === firstAsk)?.conversation ?? null;

  useEffect(() => {
    for (const message of toFollow(messages, chatSession.snapshot().answers)) {
      chatSession.follow(message.id, message.question, conversationId ?? "");
    }
  }, [messages, conversationId]);

  useEffect(() => {
    if (ended === 0) return;
    void queryClient.invalidateQueries({ queryKey: conversationsKey });
    if (conversationId !== null)
      void queryClient.invalidateQueries({ queryKey: ["conversation", conversationId] });
  }, [ended, conversationId, queryClient]);

  return { stored, turns, line, begun };
}
