import { useMutation, useQueryClient } from "@tanstack/react-query";
import { checkPipeline, comparePipeline, type Present, pipelineKey } from "../api/pipelines";
import { type Found, stillSo } from "./found";
import type { Step } from "./Steps";

async function look(slug: string, content: string, step: Step): Promise<Found> {
  const { errors: faults } = await checkPipeline(slug, content);
  const isCompared = faults.length === 0 && step !== "check";
  const difference = isCompared ? await comparePipeline(slug, content) : null;
  return { step, content, faults, difference };
}

/** Check a text, and compare it with the present file; what was found goes with either of them. */
export function useLook(slug: string, content: string, present: Present) {
  const queryClient = useQueryClient();
  const { mutate, reset, isPending, variables, data, error } = useMutation({
    mutationFn: (step: Step) => look(slug, content, step),
    onSuccess: async ({ difference }) => {
      if (difference === null || difference.base === present.base) return;
      // It was compared with a later file than the page shows.
      await queryClient.invalidateQueries({ queryKey: pipelineKey(slug) });
    },
  });
  return {
    ...stillSo(data, content, present),
    error,
    going: isPending ? variables : null,
    begin: mutate,
    reset,
  };
}
