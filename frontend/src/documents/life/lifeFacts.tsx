import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RaglanDocument } from "../../api/types";
import { formatDay, formatMoment } from "../../ui/time";
import { text } from "./text";

/** What was decided about a document, as far as anything was. */
export function lifeFacts(document: RaglanDocument): [string, ReactNode][] {
  const { owner, review_on, expires_at, supersedes } = document;
  const facts: [string, ReactNode][] = [];
  if (owner !== null) {
    const name = owner.name || owner.email || text.nobody;
    facts.push([text.owner, owner.has_left ? `${name} (${text.hasLeft})` : name]);
  }
  if (review_on !== null) facts.push([text.reviewOn, formatDay(review_on)]);
  if (expires_at !== null) facts.push([text.expiresAt, formatMoment(expires_at)]);
  if (supersedes !== null) {
    facts.push([
      text.supersedes,
      <Link key="supersedes" to="/documents/$documentId" params={{ documentId: supersedes.id }}>
        {supersedes.title}
      </Link>,
    ]);
  }
  return facts;
}
