import type { IndexVersion, Job } from "../../api/types";
import { followText as text } from "./followText";

type Standing = Pick<IndexVersion, "state" | "answers_for" | "leaving">;

/** The collections that answer by a version of their own: those on the way back to the company's, and the rest. */
export function followsOf({ state, answers_for, leaving }: Standing) {
  const own = state === "live" ? (answers_for ?? []) : [];
  return {
    own,
    leaving: own.filter((slug) => leaving.includes(slug)),
    staying: own.filter((slug) => !leaving.includes(slug)),
  };
}

/** Why a job that ended didn't bring a collection back; null where it did, or is at it. */
export function returnFailure(job: Pick<Job, "state" | "error"> | undefined): string | null {
  if (job?.state === "cancelled") return text.stopped;
  if (job?.state !== "failed") return null;
  return job.error?.detail ?? text.unknown;
}
