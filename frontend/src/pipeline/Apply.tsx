import { useMutation, useQueryClient } from "@tanstack/react-query";
import { indexesKey } from "../api/admin";
import { type Applied, applyPipeline, type Difference, pipelineKey } from "../api/pipelines";
import { isProblem } from "../api/problem";
import { Confirm } from "../ui/Confirm";
import { Changes } from "./Changes";
import classes from "./Comparison.module.css";
import { Costs } from "./Costs";
import { text } from "./text";

interface Props {
  slug: string;
  content: string;
  difference: Difference;
  onApplied: (applied: Applied) => void;
  onClose: () => void;
}

/** Ask before a file is applied: what it changes, what is built, and what that takes. */
export function Apply({ slug, content, difference, onApplied, onClose }: Props) {
  const queryClient = useQueryClient();
  const refresh = (...keys: readonly (readonly string[])[]) =>
    Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const applying = useMutation({
    mutationFn: () => applyPipeline(slug, content, difference.base),
    onSuccess: async (applied) => {
      onApplied(applied);
      await refresh(pipelineKey(slug), indexesKey);
    },
    // The page then shows what somebody else changed, beside the text that stays.
    onError: (error) => (isProblem(error, 412) ? refresh(pipelineKey(slug)) : undefined),
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
        <Changes changes={difference.changes} />
        {what === "build" && <Costs slug={slug} difference={difference} isCosted />}
        <p>{what === "build" ? text.beside : text.keeps}</p>
      </div>
    </Confirm>
  );
}
