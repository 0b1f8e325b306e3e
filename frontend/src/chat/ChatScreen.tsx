import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { sessionKey } from "../api/session";
import type { Citation } from "../api/types";
import { SourcePanel } from "../sources/SourcePanel";
import { chatSession } from "../stream/browser";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { useTitle } from "../ui/useTitle";
import classes from "./ChatScreen.module.css";
import { Composer } from "./Composer";
import { type Bounds, boundsOf, drafts, newPlace } from "./drafts";
import { LineNote } from "./LineNote";
import { TurnList } from "./TurnList";
import { text } from "./text";
import { isTurnLive, lowestMessage } from "./turns";
import { useConversation } from "./useConversation";
import { Welcome } from "./Welcome";

/** A conversation, or the place where one begins. */
export function ChatScreen() {
  const { conversationId = null } = useParams({ strict: false });
  // In the address, so that the way to a new question leads away from the one that was just asked.
  const { ask: firstAsk = null } = useSearch({ strict: false });
  const [source, setSource] = useState<Citation | null>(null);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { stored, turns, line, begun } = useConversation(conversationId, firstAsk);
  const place = conversationId ?? newPlace;

  useEffect(() => {
    if (conversationId !== null || begun === null) return;
    drafts.move(newPlace, begun);
    void navigate({ to: "/chat/$conversationId", params: { conversationId: begun }, replace: true });
  }, [begun, conversationId, navigate]);

  // A line that is refused says no more than one that broke: whether the session still holds, its query finds out.
  useEffect(() => {
    if (line === "waiting") void queryClient.invalidateQueries({ queryKey: sessionKey });
  }, [line, queryClient]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation closes the source
  useEffect(() => setSource(null), [conversationId, firstAsk]);

  const ask = (question: string, bounds: Bounds, fresh = false) => {
    const after = lowestMessage(turns, conversationId === null || stored.isSuccess);
    const id = chatSession.ask(question, { conversation: conversationId, ...bounds, after, fresh });
    if (conversationId === null) void navigate({ to: "/", search: { ask: id }, replace: true });
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
        {!isNew && <h1 className="visually-hidden">{stored.data?.title ?? text.conversation}</h1>}
        {isNew && <Welcome onAsk={(question) => ask(question, boundsOf(place))} />}
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
            onAskAgain={(turn) => ask(turn.question, boundsOf(place, turn))}
            onAskAfresh={(turn) => ask(turn.question, boundsOf(place, turn), true)}
            onLoadAgain={loadAgain}
          />
        )}
        <div className={classes["foot"]}>
          <LineNote line={line} />
          <Composer
            place={place}
            isBusy={live !== undefined}
            isFollowUp={!isNew}
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
