import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { apiKeysQuery } from "../../api/admin";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { Rows } from "../Rows";
import { KeyRow } from "./KeyRow";
import { NewKey } from "./NewKey";
import { text } from "./text";

/** The keys by which programs act. */
export function KeysScreen() {
  const { data, error, isPending, refetch } = useQuery(apiKeysQuery);
  const [isCreating, creating] = useDisclosure(false);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<KeyRound size={16} />} onClick={creating.open}>
          {text.newKey}
        </Button>
      </PageHead>
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={text.emptyTitle} body={text.empty} />}
      {data && data.length > 0 && (
        <Rows>
          {data.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </Rows>
      )}
      <NewKey isOpen={isCreating} onClose={creating.close} />
    </>
  );
}
