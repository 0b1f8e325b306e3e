import { MultiSelect, NumberInput, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { buildIndex, indexesKey } from "../../api/admin";
import { collectionsQuery } from "../../api/documents";
import { type Embedder, embeddersQuery, estimateQuery, type IndexSettings } from "../../api/indexing";
import { jobsKey } from "../../api/jobs";
import { ErrorNote } from "../../ui/ErrorNote";
import { Form } from "../../ui/Form";
import { LoadingLines } from "../../ui/LoadingLines";
import { buildText as text } from "./buildText";
import { EstimateNote } from "./EstimateNote";

const patienceMilliseconds = 400;

interface Props {
  /** What the new version begins with: the settings of the one that answers. */
  settings: Partial<IndexSettings>;
  onClose: () => void;
}

/** For what a version is built and with which settings, and beforehand what that takes. */
export function BuildForm({ settings: begun, onClose }: Props) {
  const [collections, setCollections] = useState<string[]>([]);
  const [changed, setChanged] = useState<Partial<IndexSettings>>(begun);
  const wanted = { settings: changed, collections: collections.length > 0 ? collections : null };
  const [settled] = useDebouncedValue(wanted, patienceMilliseconds);
  const estimate = useQuery(estimateQuery(settled));
  const { data: known = [] } = useQuery(collectionsQuery);
  const queryClient = useQueryClient();
  const building = useMutation({
    mutationFn: () => buildIndex(wanted),
    onSuccess: async () => {
      onClose();
      await Promise.all([indexesKey, jobsKey].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  return (
    <Form submit={text.build} isReady={estimate.isSuccess} attempt={building}>
      <MultiSelect
        label={text.collections}
        description={text.collectionsHint}
        {...(collections.length === 0 ? { placeholder: text.all } : {})}
        data={known.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={collections}
        onChange={setCollections}
      />
      {estimate.data && (
        <SettingFields
          settings={{ ...estimate.data.settings, ...changed }}
          onChange={(some) => setChanged({ ...changed, ...some })}
        />
      )}
      {estimate.isPending && <LoadingLines label={text.estimating} count={4} />}
      {estimate.error && <ErrorNote error={estimate.error} onRetry={() => void estimate.refetch()} />}
      {estimate.data && estimate.error === null && (
        <EstimateNote estimate={estimate.data} isStale={estimate.isFetching} />
      )}
    </Form>
  );
}

interface FieldsProps {
  settings: IndexSettings;
  onChange: (settings: Partial<IndexSettings>) => void;
}

function SettingFields({ settings, onChange }: FieldsProps) {
  const { data: embedders = [] } = useQuery(embeddersQuery);
  const { splitter } = settings;
  const model = embedders.find(({ id }) => id === settings.embedder);
  const dimensions = model?.dimensions ?? [settings.dimensions];
  // A model brings its own revision and dimensions.
  const choose = ({ id, revision, dimensions: all }: Embedder) =>
    onChange({ embedder: id, revision, dimensions: Math.max(...all) });
  return (
    <>
      <Select
        label={text.embedder}
        description={model && text.aboutModel(model)}
        data={embedders.map(({ id }) => id)}
        value={settings.embedder}
        allowDeselect={false}
        onChange={(id) => embedders.filter((one) => one.id === id).forEach(choose)}
      />
      {dimensions.length > 1 && (
        <Select
          label={text.dimensions}
          description={text.dimensionsHint}
          data={dimensions.map(String)}
          value={String(settings.dimensions)}
          allowDeselect={false}
          onChange={(count) => onChange({ dimensions: Number(count) })}
        />
      )}
      <Select
        label={text.precision}
        data={Object.entries(text.precisions).map(([value, label]) => ({ value, label }))}
        value={settings.precision}
        allowDeselect={false}
        onChange={(precision) => onChange({ precision: precision ?? settings.precision })}
      />
      {(["max_tokens", "overlap_tokens"] as const).map((name) => (
        <NumberInput
          key={name}
          label={text[name]}
          description={text.hints[name]}
          min={0}
          allowDecimal={false}
          value={splitter[name]}
          onChange={(value) => {
            if (typeof value === "number") onChange({ splitter: { ...splitter, [name]: value } });
          }}
        />
      ))}
    </>
  );
}
