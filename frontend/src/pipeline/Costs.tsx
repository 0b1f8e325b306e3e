import { useQuery } from "@tanstack/react-query";
import { buildText } from "../admin/indexes/buildText";
import { EstimateNote } from "../admin/indexes/EstimateNote";
import { estimateQuery } from "../api/indexing";
import type { Difference } from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";

interface Props {
  slug: string;
  difference: Difference;
  isCosted: boolean;
}

/** What a file needs to be done anew; for whoever may build, how much of it and how long. */
export function Costs({ slug, difference: { needs, settings, base }, isCosted }: Props) {
  const wanted = { settings, collections: [slug] };
  const estimate = estimateQuery(wanted);
  const { data, error, isPending, isFetching } = useQuery({
    ...estimate,
    // What a build takes depends on what there is to begin with.
    queryKey: [...estimate.queryKey, base],
    enabled: isCosted,
  });
  if (!isCosted) return <p>{buildText.needs[needs]}</p>;
  if (error !== null) return <ErrorNote error={error} />;
  if (isPending) return <LoadingLines label={buildText.estimating} count={3} />;
  return <EstimateNote estimate={data} isStale={isFetching} />;
}
