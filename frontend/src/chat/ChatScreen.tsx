import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { conversationQuery, conversationsKey } from "../api/conversations";
import { sessionKey } from "../api/session";
import type { Citation } from "../api/types";
import { SourcePanel } from "../sources/SourcePanel";
import { isLive } from "../stream/answer";
import { chatSession } from "../stream/browser";
import { useChatSession } from "../stream/useChatSession";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { useTitle } from "../ui/useTitle";
import classes from "./ChatScreen.module.css";
import { Composer } from "./Composer";
import { LineNote } from "./LineNote";
import { TurnList } from "./TurnList";
import { text } from "./text";
import { isTurnLive, joinedTurns, toFollow } from "./turns";
import { Welcome } from "./Welcome";

const nothing: never[] = [];

/** A conversation, or the place where one begins. */
export function ChatScreen() {
  const { conversationId = null } = useParams({ strict: false });
  const [firstAsk, setFirstAsk] = useState<string | null>(null);
  const [source, setSource] = useState<Citation | null>(null);
  const navigate = useNavigate();
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
    if (conversationId !== null || begun === null) return;
    setFirstAsk(null);
    void navigate({ to: "/chat/$conversationId", params: { conversationId: begun }, replace: true });
  }, [begun, conversationId, navigate]);

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

  // A line that is refused says no more than one that broke: whether the session still holds, its query finds out.
  useEffect(() => {
    if (line === "waiting") void queryClient.invalidateQueries({ queryKey: sessionKey });
  }, [line, queryClient]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation closes the source
  useEffect(() => setSource(null), [conversationId]);

  const ask = (question: string, collections: string[]) => {
    const id = chatSession.ask(question, { conversation: conversationId, collections });
    if (conversationId === null) setFirstAsk(id);
  };
  const loadAgain = (askId: string) => {
    chatSession.loadAgain(askId);
    void stored.refetch();
  };
  useTitle(stored.data?.title ?? turns[0]?.question ?? "");
  const live = turns.find(isTurnLive);
  const isNew = conversationId === null && turns.length === 0;
  return (
    <div className={classes["root"]} data-source={source !== null || undefined}>
      <div className={classes["column"]} data-new={isNew || undefined}>
        {isNew ? <Welcome /> : <h1 className="visually-hidden">{stored.data?.title ?? text.conversation}</h1>}
        {conversationId !== null && stored.isPending && turns.length === 0 && (
          <div className={classes["state"]}>
            <LoadingLines label={text.loading} count={6} />
          </div>
        )}
        {stored.error && turns.length === 0 && (
          <div className={classes["state"]}>
            <ErrorNote error={stored.error} onRetry={() => void stored.refetch()} />
          </div>
        )}
        {!isNew && (
          <TurnList
            turns={turns}
            conversationId={conversationId}
            source={source}
            onSource={setSource}
            onAskAgain={(question) => ask(question, [])}
            onLoadAgain={loadAgain}
          />
        )}
        <div className={classes["foot"]}>
          <LineNote line={line} />
          <Composer
            isFollowUp={!isNew}
            isBusy={live !== undefined}
            isSourceOpen={source !== null}
            onAsk={ask}
            onStop={() => live?.askId && chatSession.stop(live.askId)}
          />
        </div>
      </div>
      <SourcePanel citation={source} onClose={() => setSource(null)} />
    </div>
  );
}
