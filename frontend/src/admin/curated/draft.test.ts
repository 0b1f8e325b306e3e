import { afterEach, describe, expect, it, vi } from "vitest";
import type { CuratedAnswer, FeedbackEntry } from "../../api/types";
import { bodyOf, draftOf, draftOfFeedback, emptyDraft } from "./draft";

const cited = (n: number) => ({
  n,
  chunk_id: `chunk-${n}`,
  document: { id: `document-${n}`, title: `Document ${n}` },
});
const entry = {
  question: "How long?",
  answer: "Twelve weeks. [1] In two parts. [4]",
  expected_answer: "",
  outcome: "answered",
  citations: [cited(1), cited(4)],
} as unknown as FeedbackEntry;

afterEach(() => vi.unstubAllEnvs());

describe("the draft of a curated answer", () => {
  it("numbers the sources of an answer anew", () => {
    const draft = draftOfFeedback(entry);
    expect(draft.answer).toBe("Twelve weeks. [1] In two parts. [2]");
    expect(draft.documents.map(({ chunk }) => chunk)).toEqual(["chunk-1", "chunk-4"]);
  });

  it("begins with what should have been said, where somebody told", () => {
    expect(draftOfFeedback({ ...entry, expected_answer: "Ten." }).answer).toBe("Ten.");
    expect(draftOfFeedback({ ...entry, outcome: "no_answer" }).answer).toBe("");
  });

  it.each(["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland"])(
    "keeps its last day in %s",
    (zone) => {
      vi.stubEnv("TZ", zone);
      const { expires_at } = bodyOf({ ...emptyDraft, expires_on: "2027-03-31" });
      const stored = {
        wordings: [],
        documents: [],
        hidden_documents: 0,
        expires_at,
      } as unknown as CuratedAnswer;
      expect(draftOf(stored).expires_on).toBe("2027-03-31");
    },
  );

  it("sends a wording for each line, and nothing for what is left empty", () => {
    const body = bodyOf({ ...emptyDraft, question: " Why? ", others: "How come?\n\n  What for? " });
    expect(body).toMatchObject({ question: "Why?", wordings: ["How come?", "What for?"] });
    expect(body).toMatchObject({ review_on: null, expires_at: null });
    expect(body).not.toHaveProperty("owner");
  });
});
