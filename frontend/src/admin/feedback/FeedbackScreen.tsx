import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type FeedbackFilter, feedbackQuery } from "../../api/admin";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Section } from "../Section";
import { ExportLinks } from "./ExportLinks";
import { FeedbackDetail } from "./FeedbackDetail";
import { FeedbackFilters } from "./FeedbackFilters";
import { FeedbackList } from "./FeedbackList";
import classes from "./FeedbackScreen.module.css";
import { text } from "./text";

/** The inbox of what people thought of answers. */
export function FeedbackScreen() {
  const [filter, setFilter] = useState<FeedbackFilter>({});
  const [chosenId, setChosenId] = useState<string | null>(null);
  const inbox = useInfiniteQuery(feedbackQuery(filter));
  const entries = inbox.data?.pages.flatMap((page) => page.results) ?? [];
  const isWide = useMediaQuery("(min-width: 64rem)", window.matchMedia("(min-width: 64rem)").matches);
  const chosen = entries.find((entry) => entry.id === chosenId) ?? (isWide ? entries[0] : null) ?? null;
  return (
    <Section title={text.title} lead={text.lead} action={<ExportLinks />}>
      <FeedbackFilters filter={filter} onFilter={setFilter} />
      {inbox.isPending && <LoadingLines label={text.loading} />}
      {inbox.error && <ErrorNote error={inbox.error} onRetry={() => void inbox.refetch()} />}
      {inbox.data && entries.length === 0 && <EmptyState title={text.emptyTitle} body={text.emptyBody} />}
      {entries.length > 0 && (
        <div className={classes["panes"]} data-chosen={chosen !== null || undefined}>
          <FeedbackList
            entries={entries}
            chosenId={chosen?.id ?? null}
            onChoose={setChosenId}
            onMore={inbox.hasNextPage ? () => void inbox.fetchNextPage() : null}
          />
          <div className={classes["detail"]}>
            {chosen === null ? (
              <p className={classes["hint"]}>{text.choose}</p>
            ) : (
              <FeedbackDetail key={chosen.id} entry={chosen} onBack={() => setChosenId(null)} />
            )}
          </div>
        </div>
      )}
    </Section>
  );
}
