import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deadline } from "../api/client";
import { wordsFor } from "../api/problem";
import { type SignInStep, sendCode } from "./allauth";
import { text } from "./text";

interface Props {
  onStep: (step: SignInStep) => Promise<void>;
  onBack: () => void;
}

/** The second factor. */
export function CodeForm({ onStep, onBack }: Props) {
  const [code, setCode] = useState("");
  const attempt = useMutation({ mutationFn: () => sendCode(code.trim(), deadline()), onSuccess: onStep });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={text.code}
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          withAsterisk={false}
          size="md"
          value={code}
          error={attempt.error ? wordsFor(attempt.error) : undefined}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" size="md" loading={attempt.isPending}>
          {text.codeSubmit}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {text.back}
        </Button>
      </Stack>
    </form>
  );
}
