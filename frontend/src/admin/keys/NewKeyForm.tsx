import { Checkbox, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ApiKeyScope } from "../../api/types";
import { Form } from "../../ui/Form";
import { text } from "./text";

export interface KeyWish {
  name: string;
  scopes: ApiKeyScope[];
  days: number;
}

interface Props {
  isBusy: boolean;
  error: unknown;
  onCreate: (wish: KeyWish) => void;
}

const lifetimes = Object.entries(text.lifetimes).map(([value, label]) => ({ value, label }));

/** What a key is for, what it may do, and how long. */
export function NewKeyForm({ isBusy, error, onCreate }: Props) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ApiKeyScope[]>(["search", "chat"]);
  const [days, setDays] = useState("90");
  const attempt = { isPending: isBusy, error, mutate: () => onCreate({ name, scopes, days: Number(days) }) };
  return (
    <Form submit={text.create} isReady={scopes.length > 0} attempt={attempt}>
      <TextInput
        label={text.name}
        description={text.nameHint}
        required
        withAsterisk={false}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={text.scopes} value={scopes} onChange={setScopes}>
        <Stack gap="xs" mt={4}>
          {Object.entries(text.scopeWords).map(([scope, words]) => (
            <Checkbox key={scope} value={scope} label={words} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={text.lifetime}
        data={lifetimes}
        value={days}
        allowDeselect={false}
        onChange={(value) => setDays(value ?? "90")}
      />
    </Form>
  );
}
