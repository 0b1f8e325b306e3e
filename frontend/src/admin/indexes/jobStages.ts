import type { Job } from "../../api/types";

type JobStage = Job["stages"][number];
/** Less is nothing that anybody waited for. */
const shortest = 0.05;

/** The stages that took any time, each with its share of the whole. */
export function shares(stages: readonly JobStage[]): (JobStage & { share: number })[] {
  const taken = stages.filter(({ seconds, is_current }) => is_current || seconds >= shortest);
  const whole = taken.reduce((sum, { seconds }) => sum + seconds, 0);
  return taken.map((stage) => ({ ...stage, share: whole === 0 ? 1 / taken.length : stage.seconds / whole }));
}
