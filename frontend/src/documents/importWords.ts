/** How an import stands, in words. The server counts pages that were kept and pages that were refused apart. */
import { hasEnded } from "../api/jobs";
import type { Job } from "../api/types";
import { text } from "./text";

export function importWords(job: Pick<Job, "state" | "progress" | "error"> | undefined): string {
  if (job === undefined) return text.importing(0);
  if (job.state === "failed" && job.error) return job.error.detail;
  const { done, failed } = job.progress;
  const words = [hasEnded(job) ? text.imported(done) : text.importing(done)];
  if (job.state === "cancelled") words.unshift(text.importStopped);
  if (failed > 0) words.push(text.pagesRefused(failed));
  return words.join(", ");
}
