import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { indexesKey } from "../api/admin";
import {
  type AppliedFile,
  differenceQuery,
  pipelineKey,
  pipelineQuery,
  revertPipeline,
} from "../api/pipelines";
import { Confirm } from "../ui/Confirm";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import classes from "./Comparison.module.css";
import { Costs } from "./Costs";
import { text } from "./text";

interface Props {
  slug: string;
  file: AppliedFile;
  onClose: () => void;
}

/** Ask before a former file is applied again. */
export function Revert({ slug, file, onClose }: Props) {
  const { data, error, isPending } = useQuery(differenceQuery(slug, file.content));
  const { data: present } = useQuery(pipelineQuery(slug));
  const queryClient = useQueryClient();
  const reverting = useMutation({
    mutationFn: () => revertPipeline(slug, file.number, present?.base ?? "*"),
    onError: () => queryClient.invalidateQueries({ queryKey: pipelineKey(slug) }),
    onSuccess: async () => {
      onClose();
      const changed = [pipelineKey(slug), indexesKey];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  return (
    <Confirm
      isOpen
      title={text.revertTitle(file.number)}
      confirm={text.revertButton}
      isDangerous={false}
      isReady={data !== undefined && present !== undefined}
      attempt={{ ...reverting, mutate: () => reverting.mutate() }}
      onClose={onClose}
    >
      <div className={classes["question"]}>
        {isPending && <LoadingLines label={text.loading} count={3} />}
        {error && <ErrorNote error={error} />}
        {data && data.needs !== "nothing" && <Costs slug={slug} difference={data} isCosted />}
        {data && <p>{data.needs === "nothing" ? text.keeps : text.beside}</p>}
      </div>
    </Confirm>
  );
}
