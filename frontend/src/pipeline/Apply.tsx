import { useMutation, useQueryClient } from "@tanstack/react-query";
import { indexesKey } from "../api/admin";
import { type Applied, applyPipeline, type Difference, pipelineKey } from "../api/pipelines";
import { isProblem } from "../api/problem";
import { Confirm } from "../ui/Confirm";
import classes from "./Comparison.module.css";
import { Costs } from "./Costs";
import { text } from "./text";

interface Props {
  slug: string;
  content: string;
  /** How the pipeline stood when the file was begun. */
  base: string;
  difference: Difference;
  onApplied: (applied: Applied) => void;
  onClose: () => void;
}

/** Ask before a file is applied: what is built, and what that takes. */
export function Apply({ slug, content, base, difference, onApplied, onClose }: Props) {
  const queryClient = useQueryClient();
  const applying = useMutation({
    mutationFn: () => applyPipeline(slug, content, base),
    onSuccess: async (applied) => {
      const changed = [pipelineKey(slug), indexesKey];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      onApplied(applied);
    },
    onError: async (error) => {
      if (!isProblem(error, 412)) return;
      // The page then shows what changed, beside the text that stays.
      await queryClient.invalidateQueries({ queryKey: pipelineKey(slug) });
      onClose();
    },
  });
  const what = difference.needs === "nothing" ? "keep" : "build";
  return (
    <Confirm
      isOpen
      title={text.applyTitle[what]}
      confirm={text[what]}
      isDangerous={false}
      attempt={{ ...applying, mutate: () => applying.mutate() }}
      onClose={onClose}
    >
      <div className={classes["question"]}>
        {what === "build" && <Costs slug={slug} difference={difference} isCosted />}
        <p>{what === "build" ? text.beside : text.keeps}</p>
      </div>
    </Confirm>
  );
}
