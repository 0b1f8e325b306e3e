import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deadline } from "../api/client";
import { wordsFor } from "../api/problem";
import { Form } from "../ui/Form";
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
  const back = (
    <Button variant="subtle" onClick={onBack}>
      {text.back}
    </Button>
  );
  return (
    <Form submit={text.codeSubmit} size="md" attempt={attempt} error={null} foot={back}>
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
    </Form>
  );
}
