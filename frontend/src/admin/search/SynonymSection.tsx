import { Button, FileButton, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { replaceSynonyms, synonymsQuery } from "../../api/search";
import type { SynonymGroup } from "../../api/types";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { listsIn } from "./lists";
import { SynonymDialog } from "./SynonymDialog";
import { SynonymRow } from "./SynonymRow";
import { text } from "./text";

/** The tenant's own lists of words that mean the same. */
export function SynonymSection() {
  const { data, error, isPending, refetch } = useQuery(synonymsQuery);
  const [isAdding, adding] = useDisclosure(false);
  const [said, setSaid] = useState("");
  const queryClient = useQueryClient();
  const groups = data?.groups ?? [];
  const keeping = useMutation({
    mutationFn: (changed: SynonymGroup[]) => replaceSynonyms(changed, data?.tag ?? "*"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: synonymsQuery.queryKey, exact: true }),
  });
  const keep = (changed: SynonymGroup[], onSuccess?: () => void) => {
    setSaid("");
    keeping.mutate(changed, onSuccess ? { onSuccess } : {});
  };
  const read = async (file: File | null) => {
    if (file === null) return;
    const lists = listsIn(await file.text());
    keep([...groups, ...lists], () => setSaid(text.imported(lists.length)));
  };
  return (
    <Section
      title={text.synonyms}
      lead={text.synonymsLead}
      action={
        <Group gap="xs">
          <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void read(file)}>
            {(props) => (
              <Button {...props} variant="default">
                {text.import}
              </Button>
            )}
          </FileButton>
          <Button onClick={adding.open}>{text.add}</Button>
        </Group>
      }
    >
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {keeping.error && !isAdding && <ErrorNote error={keeping.error} />}
      <p role="status">{said}</p>
      {data?.groups.length === 0 && <EmptyState title={text.emptyTitle} body={text.empty} />}
      {groups.length > 0 && (
        <Rows>
          {groups.map((group) => (
            <SynonymRow
              key={group.terms.join("\n")}
              group={group}
              onChange={(changed) =>
                keep(groups.flatMap((each) => (each === group ? (changed ? [changed] : []) : [each])))
              }
            />
          ))}
        </Rows>
      )}
      <SynonymDialog
        isOpen={isAdding}
        title={text.newTitle}
        onClose={adding.close}
        onSave={(group) => {
          keep([...groups, group]);
          adding.close();
        }}
      />
    </Section>
  );
}
