import type { Difference, Fault, Present } from "../api/pipelines";
import type { Step } from "./Steps";

/** What was found about a text when one of the steps was asked for. */
export interface Found {
  readonly step: Step;
  readonly content: string;
  readonly faults: readonly Fault[];
  readonly difference: Difference | null;
}

/** What is still so: of this text, and compared with how the pipeline stands now. */
export function stillSo(found: Found | undefined, content: string, { base }: Pick<Present, "base">) {
  const isOfText = found?.content === content;
  const { step = null, faults = [], difference = null } = (isOfText && found) || {};
  return { step, faults, difference: difference?.base === base ? difference : null };
}
