import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { followTenant, indexesKey } from "../../api/admin";
import { jobsKey } from "../../api/jobs";
import type { IndexVersion } from "../../api/types";
import { useCollectionName } from "../../documents/useNames";
import { Confirm } from "../../ui/Confirm";
import { followText as text } from "./followText";

/** For each collection that answers by this version of its own: the way back to the company's. */
export function FollowTenant({ index }: { index: IndexVersion }) {
  const [asked, setAsked] = useState<string | null>(null);
  const [begun, setBegun] = useState<readonly string[]>([]);
  const collectionName = useCollectionName();
  const queryClient = useQueryClient();
  const following = useMutation({
    mutationFn: (slug: string) => followTenant(slug),
    onSuccess: async ({ collection, follows }) => {
      setAsked(null);
      if (!follows) setBegun([...begun, collection]);
      await Promise.all([indexesKey, jobsKey].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  const own = index.state === "live" ? (index.answers_for ?? []) : [];
  // Polling may show that it is back already: then the question is taken back, and the note goes.
  const subject = asked !== null && own.includes(asked) ? asked : null;
  const waiting = begun.filter((slug) => own.includes(slug));
  const ask = (slug: string | null) => {
    following.reset();
    setAsked(slug);
  };
  return (
    <>
      {waiting.length > 0 && <p role="status">{text.begun(waiting.map(collectionName))}</p>}
      {own
        .filter((slug) => !begun.includes(slug))
        .map((slug) => (
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
