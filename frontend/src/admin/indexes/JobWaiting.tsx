import { useQuery } from "@tanstack/react-query";
import { jobQuery } from "../../api/jobs";
import type { Job } from "../../api/types";
import { formatDuration, formatMoment } from "../../ui/time";
import { text } from "./text";

/** Why a job isn't done yet: who has it, what goes before it, when it is tried again. */
export function JobWaiting({ job }: { job: Job }) {
  const { data } = useQuery(jobQuery(job.id));
  const waiting = data?.waiting;
  if (!waiting) return null;
  const words = [
    waiting.worker === "" ? waiting.detail : text.worker(waiting.worker),
    waiting.due_at ? text.dueAt(formatMoment(waiting.due_at)) : "",
    waiting.wait_seconds ? text.startsIn(formatDuration(waiting.wait_seconds)) : "",
  ];
  return <p>{words.filter((part) => part !== "").join(" · ")}</p>;
}
