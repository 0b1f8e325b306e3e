import { hasEnded } from "../../api/jobs";
import type { Job } from "../../api/types";
import { text } from "./text";

/** How a job that was asked for stands; failed where it came to nothing. */
export type Following = { state: "none" | "running" | "done" } | { state: "failed"; why: string };

/** How it stands by what the server last told of it, once it was asked for. */
export function followingOf(isAsked: boolean, job: Pick<Job, "state" | "error"> | undefined): Following {
  if (!isAsked) return { state: "none" };
  if (job === undefined || !hasEnded(job)) return { state: "running" };
  if (job.state === "cancelled") return { state: "failed", why: text.stopped };
  return job.state === "failed"
    ? { state: "failed", why: job.error?.detail || text.failedUnsaid }
    : { state: "done" };
}
