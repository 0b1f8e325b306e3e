import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../api/problem";
import { trySource } from "../api/sources";
import type { SourceTrial } from "../api/types";
import { isAsTried, isFieldAsTried } from "./tried";

/** Try a source as it is entered; what came of it is said for as long as nothing of that is changed. */
export function useTrial(now: SourceTrial) {
  const { mutate, isPending, variables, data, error } = useMutation({ mutationFn: trySource });
  const isCurrent = variables !== undefined && isAsTried(variables, now);
  const hasEnded = data !== undefined || error !== null;
  return {
    isPending,
    isOutdated: hasEnded && !isCurrent,
    tried: isCurrent ? data : undefined,
    error: isCurrent ? error : null,
    /** What was wrong with a field, until that is changed: the others may be mended one by one. */
    about: (field: string): string | undefined =>
      variables !== undefined && isFieldAsTried(variables, now, field)
        ? problemOf(error)?.about(field)
        : undefined,
    run: () => mutate(now),
  };
}
