import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { buildIndex, indexesKey, indexesQuery, jobsKey } from "../../api/admin";
import { Confirm } from "../../ui/Confirm";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { Rows } from "../Rows";
import { IndexRow } from "./IndexRow";
import { JobList } from "./JobList";
import { text } from "./text";

/** The versions of the index, and the jobs behind. */
export function IndexesScreen() {
  const { data, error, isPending, refetch } = useQuery(indexesQuery);
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const building = useMutation({
    mutationFn: buildIndex,
    onSuccess: async () => {
      asking.close();
      await Promise.all([indexesKey, jobsKey].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  const live = data?.find((index) => index.state === "live") ?? null;
  const isBuilding = data?.some((index) => index.state === "building") ?? false;
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<Layers size={16} />} disabled={isBuilding} onClick={asking.open}>
          {text.build}
        </Button>
      </PageHead>
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={text.emptyTitle} body={text.empty} />}
      {data && data.length > 0 && (
        <Rows>
          {data.map((index) => (
            <IndexRow key={index.id} index={index} live={live} />
          ))}
        </Rows>
      )}
      <JobList />
      <Confirm
        isOpen={isAsking}
        title={text.buildTitle}
        confirm={text.build}
        isDangerous={false}
        isBusy={building.isPending}
        error={building.error}
        onConfirm={() => building.mutate()}
        onClose={asking.close}
      >
        {text.buildBody}
      </Confirm>
    </>
  );
}
