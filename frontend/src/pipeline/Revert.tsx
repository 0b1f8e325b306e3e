import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { indexesKey } from "../api/admin";
import {
  type AppliedFile,
  differenceQuery,
  pipelineHistoryQuery,
  pipelineKey,
  revertPipeline,
} from "../api/pipelines";
import { isProblem } from "../api/problem";
import { Confirm } from "../ui/Confirm";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { Changes } from "./Changes";
import classes from "./Comparison.module.css";
import { Costs } from "./Costs";
import { changedBy, isNewer } from "./conflict";
import { text } from "./text";

interface Props {
  slug: string;
  file: AppliedFile;
  onClose: () => void;
}

/** Ask before a former file is applied again: what is done is what was shown, or nothing. */
export function Revert({ slug, file, onClose }: Props) {
  const { data, error, isPending, isFetching } = useQuery(differenceQuery(slug, file.content));
  const { data: files } = useQuery(pipelineHistoryQuery(slug));
  const queryClient = useQueryClient();
  const reverting = useMutation({
    mutationFn: (base: string) => revertPipeline(slug, file.number, base),
    onError: () => queryClient.invalidateQueries({ queryKey: pipelineKey(slug) }),
    onSuccess: async () => {
      onClose();
      const changed = [pipelineKey(slug), indexesKey];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  const outdated = isProblem(reverting.error, 412) ? reverting.variables : undefined;
  return (
    <Confirm
      isOpen
      title={text.revertTitle(file.number)}
      confirm={text.revertButton}
      isDangerous={false}
      isReady={data !== undefined && !isFetching}
      attempt={{
        isPending: reverting.isPending,
        error: outdated === undefined ? reverting.error : null,
        mutate: () => data && reverting.mutate(data.base),
      }}
      onClose={onClose}
    >
      <div className={classes["question"]}>
        {outdated !== undefined && (
          <p role="alert" className={classes["meanwhile"]}>
            {changedBy(files?.find((one) => isNewer(one, outdated)))} {text.revertAnew}
          </p>
        )}
        {isPending && <LoadingLines label={text.loading} count={3} />}
        {error && <ErrorNote error={error} />}
        {data && <Changes changes={data.changes} />}
        {data && data.needs !== "nothing" && <Costs slug={slug} difference={data} isCosted />}
        {data && <p>{data.needs === "nothing" ? text.keeps : text.beside}</p>}
      </div>
    </Confirm>
  );
}
