import { useMutation, useQueryClient } from "@tanstack/react-query";
import { indexesKey } from "../api/admin";
import { type Applied, applyPipeline, type Difference, pipelineKey } from "../api/pipelines";
import { Confirm } from "../ui/Confirm";
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

/** Ask before a file is applied: what is built, and what that takes. */
export function Apply({ slug, content, difference, onApplied, onClose }: Props) {
  const queryClient = useQueryClient();
  const applying = useMutation({
    mutationFn: () => applyPipeline(slug, content),
    onSuccess: async (applied) => {
      onApplied(applied);
      const changed = [pipelineKey(slug), indexesKey];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
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
