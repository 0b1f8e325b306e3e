import { PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deadline } from "../api/client";
import { isProblem } from "../api/problem";
import { Form } from "../ui/Form";
import { type SignInStep, signIn } from "./allauth";
import { EmailInput } from "./EmailInput";
import { text } from "./text";

/** Email and password. */
export function PasswordForm({ onStep }: { onStep: (step: SignInStep) => Promise<void> }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => signIn(email, password, deadline()), onSuccess: onStep });
  const isRejected = isProblem(attempt.error, 400);
  return (
    <Form submit={text.submit} size="md" attempt={attempt} error={isRejected ? null : attempt.error}>
      <EmailInput value={email} onChange={setEmail} />
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
    </Form>
  );
}
