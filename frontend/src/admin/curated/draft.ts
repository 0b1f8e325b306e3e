/** A curated answer as its form holds it, and as it is sent. */
import type { CuratedAnswer, FeedbackEntry, NewCurated } from "../../api/types";

export interface Cited {
  document: string;
  chunk: string | null;
  title: string;
}

export interface Draft {
  question: string;
  /** One in each line. */
  others: string;
  answer: string;
  readers: string[];
  documents: Cited[];
  /** How many more are cited that this editor may not see: the server keeps them. */
  hidden: number;
  owner: string;
  review_on: string;
  /** A day. */
  expires_on: string;
}

export const emptyDraft: Draft = {
  question: "",
  others: "",
  answer: "",
  readers: ["everyone"],
  documents: [],
  hidden: 0,
  owner: "",
  review_on: "",
  expires_on: "",
};

/** The day here, as a field takes it: in UTC its last second may be tomorrow's. */
function dayOf(moment: Date): string {
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

export function draftOf(answer: CuratedAnswer): Draft {
  return {
    question: answer.question,
    others: answer.wordings.join("\n"),
    answer: answer.answer,
    readers: answer.readers,
    documents: answer.documents.map(({ document, chunk, title }) => ({ document, chunk, title })),
    hidden: answer.hidden_documents,
    owner: answer.owner?.email ?? "",
    review_on: answer.review_on ?? "",
    expires_on: answer.expires_at == null ? "" : dayOf(new Date(answer.expires_at)),
  };
}

/** What the reader should have been told, or was; its sources are numbered anew, without gaps. */
export function draftOfFeedback(entry: FeedbackEntry): Draft {
  const numbers = new Map(entry.citations.map(({ n }, index) => [n, index + 1]));
  const written = entry.expected_answer || (entry.outcome === "answered" ? (entry.answer ?? "") : "");
  return {
    ...emptyDraft,
    question: entry.question,
    answer: written.replaceAll(/\[(\d+)\]/g, (mark, n) => {
      const number = numbers.get(Number(n));
      return number === undefined ? mark : `[${number}]`;
    }),
    documents: entry.citations.map(({ document, chunk_id }) => ({
      document: document.id,
      chunk: chunk_id,
      title: document.title,
    })),
  };
}

export function bodyOf(draft: Draft): NewCurated {
  const lines = draft.others.split("\n").map((line) => line.trim());
  return {
    question: draft.question.trim(),
    wordings: lines.filter((line) => line !== ""),
    answer: draft.answer,
    readers: draft.readers,
    documents: draft.documents.map(({ document, chunk }) => ({ document, chunk })),
    review_on: draft.review_on === "" ? null : draft.review_on,
    // The whole of its last day.
    expires_at: draft.expires_on === "" ? null : new Date(`${draft.expires_on}T23:59:59`).toISOString(),
    ...(draft.owner === "" ? {} : { owner: draft.owner }),
  };
}
