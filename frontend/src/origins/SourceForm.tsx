import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { kindsQuery } from "../api/sources";
import type { Source } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { SourceFields } from "./SourceFields";
import { text } from "./text";

/** Add a source, or change one; what is asked for is what its kind says. */
export function SourceForm({ source, onClose }: { source?: Source; onClose: () => void }) {
  const { data: kinds, error, refetch } = useQuery(kindsQuery);
  const [chosen, setChosen] = useState(source?.kind ?? "website");
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (kinds === undefined) return <LoadingLines label={text.loadingKinds} />;
  const kind = kinds.find(({ name }) => name === chosen);
  return (
    <>
      {source === undefined && (
        <Select
          label={text.kind}
          description={kind?.description}
          mb="md"
          data-autofocus
          data={kinds.map(({ name, title }) => ({ value: name, label: title }))}
          value={chosen}
          allowDeselect={false}
          onChange={(name) => setChosen(name ?? chosen)}
        />
      )}
      {kind && <SourceFields key={kind.name} kind={kind} source={source} onClose={onClose} />}
    </>
  );
}
