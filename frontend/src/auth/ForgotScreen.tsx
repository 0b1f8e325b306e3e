import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deadline } from "../api/client";
import { ErrorNote } from "../ui/ErrorNote";
import { AuthFrame } from "./AuthFrame";
import { requestReset } from "./reset";
import { SignInLink } from "./SignInLink";
import { text } from "./text";

/** Ask for a link to choose a new password. What is said never tells who has an account. */
export function ForgotScreen() {
  const [email, setEmail] = useState("");
  const request = useMutation({ mutationFn: (address: string) => requestReset(address, deadline()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate(email);
  };
  return (
    <AuthFrame title={text.forgotTitle} lead={text.forgotLead}>
      {request.isSuccess ? (
        <p role="status">{text.forgotSent(request.variables)}</p>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label={text.email}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              size="md"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            {request.error && <ErrorNote error={request.error} />}
            <Button type="submit" size="md" loading={request.isPending}>
              {text.forgotSubmit}
            </Button>
          </Stack>
        </form>
      )}
      <SignInLink />
    </AuthFrame>
  );
}
