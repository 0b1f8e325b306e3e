import type { Stage } from "../api/types";

/** Say a short time: tenths of a second below ten. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Math.max(seconds, 0.1).toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** The stages that a document went through, with what each took. */
export const passed = (stages: readonly Stage[]): (Stage & { seconds: number })[] =>
  stages.filter((stage): stage is Stage & { seconds: number } => stage.seconds !== null);

export const wholeSeconds = (stages: readonly Stage[]): number =>
  passed(stages).reduce((sum, { seconds }) => sum + seconds, 0);
