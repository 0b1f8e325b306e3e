import { useInfiniteQuery } from "@tanstack/react-query";
import { conversationsQuery } from "../api/conversations";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { MoreButton } from "../ui/MoreButton";
import { ConversationItem } from "./ConversationItem";
import classes from "./ConversationList.module.css";
import { text } from "./text";

/** Earlier conversations, the latest first. */
export function ConversationList() {
  const list = useInfiniteQuery(conversationsQuery);
  const { data, error, isPending, refetch } = list;
  const conversations = data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <nav className={classes["root"]} aria-labelledby="conversations-title">
      <h2 id="conversations-title" className={classes["title"]}>
        {text.conversations}
      </h2>
      {isPending && <LoadingLines label={text.conversations} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!isPending && !error && conversations.length === 0 && (
        <p className={classes["none"]}>{text.noConversations}</p>
      )}
      <ul className={classes["list"]}>
        {conversations.map((conversation) => (
          <ConversationItem key={conversation.id} conversation={conversation} />
        ))}
      </ul>
      <MoreButton list={list} mt={0}>
        {text.moreConversations}
      </MoreButton>
    </nav>
  );
}
