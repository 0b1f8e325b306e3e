import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { buildIndex, indexesKey, indexesQuery } from "../../api/admin";
import { jobsKey } from "../../api/jobs";
import { Confirm } from "../../ui/Confirm";
import { PageHead } from "../../ui/PageHead";
import { Listed } from "../Listed";
import { IndexRow } from "./IndexRow";
import { JobList } from "./JobList";
import { text } from "./text";

/** The versions of the index, and the jobs behind. */
export function IndexesScreen() {
  const list = useQuery(indexesQuery);
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const building = useMutation({
    mutationFn: buildIndex,
    onSuccess: async () => {
      asking.close();
      await Promise.all([indexesKey, jobsKey].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  const live = list.data?.find((index) => index.state === "live") ?? null;
  const isBuilding = list.data?.some((index) => index.state === "building") ?? false;
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<Layers size={16} />} disabled={isBuilding} onClick={asking.open}>
          {text.build}
        </Button>
      </PageHead>
      <Listed query={list} text={text}>
        {(index) => <IndexRow key={index.id} index={index} live={live} />}
      </Listed>
      <JobList />
      <Confirm
        isOpen={isAsking}
        title={text.buildTitle}
        confirm={text.build}
        isDangerous={false}
        attempt={building}
        onClose={asking.close}
      >
        {text.buildBody}
      </Confirm>
    </>
  );
}
