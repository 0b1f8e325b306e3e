import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deadline } from "../api/client";
import { isProblem } from "../api/problem";
import { ErrorNote } from "../ui/ErrorNote";
import { type SignInStep, signIn } from "./allauth";
import { text } from "./text";

/** Email and password. */
export function PasswordForm({ onStep }: { onStep: (step: SignInStep) => Promise<void> }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => signIn(email, password, deadline()), onSuccess: onStep });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const isRejected = isProblem(attempt.error, 400);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={text.email}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          size="md"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={text.password}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          value={password}
          error={isRejected ? text.wrong : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {attempt.error && !isRejected && <ErrorNote error={attempt.error} />}
        <Button type="submit" size="md" loading={attempt.isPending}>
          {text.submit}
        </Button>
      </Stack>
    </form>
  );
}
