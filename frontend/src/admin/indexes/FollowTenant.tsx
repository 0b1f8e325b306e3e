import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { followTenant, indexesKey } from "../../api/admin";
import { jobQuery, jobsKey } from "../../api/jobs";
import type { IndexVersion } from "../../api/types";
import { useCollectionName } from "../../documents/useNames";
import { Confirm } from "../../ui/Confirm";
import { followsOf, returnFailure } from "./follows";
import { followText as text } from "./followText";

/** For each collection that answers by this version of its own: the way back to the company's. */
export function FollowTenant({ index }: { index: IndexVersion }) {
  const [asked, setAsked] = useState<string | null>(null);
  const collectionName = useCollectionName();
  const queryClient = useQueryClient();
  const following = useMutation({
    mutationFn: (slug: string) => followTenant(slug),
    onSuccess: async () => {
      await Promise.all([indexesKey, jobsKey].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      setAsked(null);
    },
  });
  const { own, leaving, staying } = followsOf(index);
  const begun = following.data ?? null;
  const { data: job } = useQuery({ ...jobQuery(begun?.job ?? ""), enabled: (begun?.job ?? null) !== null });
  // Where it leaves again, or is gone already, how it ended the time before says nothing any more.
  const failure = begun !== null && staying.includes(begun.collection) ? returnFailure(job) : null;
  // Polling may show that it is back already: then the question is taken back.
  const subject = asked !== null && own.includes(asked) ? asked : null;
  const ask = (slug: string | null) => {
    following.reset();
    setAsked(slug);
  };
  return (
    <>
      {leaving.length > 0 && <p role="status">{text.begun(leaving.map(collectionName))}</p>}
      {begun !== null && failure !== null && (
        <p role="alert">{text.failed(collectionName(begun.collection), failure)}</p>
      )}
      {staying.map((slug) => (
        <Button key={slug} size="sm" variant="default" onClick={() => ask(slug)}>
          {text.button(own.length > 1 ? collectionName(slug) : undefined)}
        </Button>
      ))}
      <Confirm
        isOpen={subject !== null}
        title={subject === null ? "" : text.title(collectionName(subject))}
        confirm={text.confirm}
        isDangerous={false}
        attempt={{ ...following, mutate: () => subject !== null && following.mutate(subject) }}
        onClose={() => ask(null)}
      >
        {text.body(index.number)}
      </Confirm>
    </>
  );
}
