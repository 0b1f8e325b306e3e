import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { type FeedbackFilter, feedbackQuery } from "../../api/admin";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { desk } from "./desk";
import { ExportLinks } from "./ExportLinks";
import { FeedbackDetail } from "./FeedbackDetail";
import { FeedbackFilters } from "./FeedbackFilters";
import { FeedbackList } from "./FeedbackList";
import classes from "./FeedbackScreen.module.css";
import { standing } from "./standing";
import { text } from "./text";

/** The inbox of what people thought of answers. */
export function FeedbackScreen() {
  const [filter, setFilter] = useState<FeedbackFilter>({});
  const { held, drafts } = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const inbox = useInfiniteQuery(feedbackQuery(filter));
  const listed = inbox.data?.pages.flatMap((page) => page.results);
  const entries = listed ?? [];
  const isWide = useMediaQuery("(min-width: 64rem)", window.matchMedia("(min-width: 64rem)").matches);
  const first = entries[0];
  useEffect(() => {
    if (isWide && held === null && first !== undefined) desk.hold(first);
  }, [isWide, held, first]);
  const chosen = standing(held, entries);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <ExportLinks filter={filter} />
      </PageHead>
      <FeedbackFilters filter={filter} onFilter={setFilter} />
      {inbox.isPending && <LoadingLines label={text.loading} />}
      {inbox.error && <ErrorNote error={inbox.error} onRetry={() => void inbox.refetch()} />}
      {listed?.length === 0 && chosen === null && (
        <EmptyState title={text.emptyTitle} body={text.emptyBody} />
      )}
      {(entries.length > 0 || chosen !== null) && (
        <div className={classes["panes"]} data-chosen={chosen !== null || undefined}>
          <FeedbackList
            entries={listed}
            drafts={drafts}
            chosenId={chosen?.id ?? null}
            onChoose={desk.hold}
            list={inbox}
          />
          <div className={classes["detail"]}>
            {chosen === null ? (
              <p className={classes["hint"]}>{text.choose}</p>
            ) : (
              <FeedbackDetail key={chosen.id} entry={chosen} draft={drafts[chosen.id] ?? null} />
            )}
          </div>
        </div>
      )}
    </>
  );
}
