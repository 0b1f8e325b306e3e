import { NumberInput, Select, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { changeSearchSettings, searchSettingsQuery } from "../../api/search";
import type { SearchSetting, SearchSettingsChanges } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { Row } from "../Row";
import { labelOf, text } from "./text";

/** One setting: what it is called, what it does, and how it is set. */
export function SettingRow({ about, value }: { about: SearchSetting; value: unknown }) {
  const id = useId();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<string | number>();
  const change = useMutation({
    mutationFn: (to: unknown) => changeSearchSettings({ [about.name]: to } as SearchSettingsChanges),
    onSuccess: (shown) => queryClient.setQueryData(searchSettingsQuery.queryKey, shown),
    onSettled: () => setDraft(undefined),
  });
  const isNumber = typeof value === "number";
  const send = () => {
    if (typeof draft === "number" && draft !== value) change.mutate(draft);
    else setDraft(undefined);
  };
  return (
    <Row
      name={<span id={id}>{labelOf(about.name)}</span>}
      detail={
        <>
          {about.says}
          {isNumber && about.least !== null && about.most !== null && (
            <> {text.range(about.least, about.most)}.</>
          )}
          {change.error && <ErrorNote error={change.error} />}
        </>
      }
    >
      {typeof value === "boolean" && (
        <Switch
          aria-labelledby={id}
          checked={change.isPending ? !value : value}
          onChange={() => change.mutate(!value)}
        />
      )}
      {isNumber && (
        <NumberInput
          aria-labelledby={id}
          w={110}
          {...(about.least === null ? {} : { min: about.least })}
          {...(about.most === null ? {} : { max: about.most })}
          value={draft ?? value}
          onChange={setDraft}
          onBlur={send}
          onKeyDown={(event) => event.key === "Enter" && send()}
        />
      )}
      {typeof value === "string" && (
        <Select
          aria-labelledby={id}
          data={about.choices}
          allowDeselect={false}
          value={value}
          onChange={(to) => to !== null && change.mutate(to)}
        />
      )}
    </Row>
  );
}
