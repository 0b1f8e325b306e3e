import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { FeedbackEntry } from "../../api/types";
import { FeedbackList } from "./FeedbackList";
import { text } from "./text";

const list = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: () => null };
const shown = (entries: readonly FeedbackEntry[] | undefined) =>
  renderToStaticMarkup(
    <FeedbackList entries={entries} drafts={{}} chosenId={null} onChoose={() => null} list={list} />,
  );

it("says that no entry fits once that is known, not while the entries are on their way", () => {
  expect(shown([])).toContain(text.emptyTitle);
  expect(shown(undefined)).not.toContain(text.emptyTitle);
});
