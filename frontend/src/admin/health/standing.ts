/** How all stands, from its parts. */
import type { Health } from "../../api/health";

type Parts = Pick<Health, "alarms" | "canaries" | "recall" | "queues" | "embedders" | "model_servers">;

/** Whether everything was looked at in its time and found well: what nobody looked at is not. */
export function isWell({ alarms, canaries, recall, queues, embedders, model_servers }: Parts): boolean {
  const isWatched = canaries.state === "kept" && !canaries.is_late && isMeasured(recall) && !recall.is_late;
  const areUp = [...embedders, ...model_servers].every(({ is_up }) => is_up);
  return (
    alarms.length === 0 && isWatched && areUp && queues.every(({ stalled_since }) => stalled_since === null)
  );
}

/** Whether anybody has ever looked what the indexes find. */
export function isMeasured({ checked_at }: Pick<Health["recall"], "checked_at">): boolean {
  return checked_at !== null;
}
