import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { isProblem, Problem } from "../api/problem";
import { sessionKey } from "../api/session";
import { ErrorNote } from "../ui/ErrorNote";
import { AuthFrame } from "./AuthFrame";
import { acceptInvitation } from "./acceptInvitation";
import { text } from "./text";

/** Turn an invitation into an account, and sign it in. */
export function InviteScreen() {
  const { token } = useParams({ from: "/invite/$token" });
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const acceptance = useMutation({
    mutationFn: () => acceptInvitation({ token, name, password }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: sessionKey });
      await navigate({ to: "/" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    acceptance.mutate();
  };
  const { error } = acceptance;
  const problem = error instanceof Problem ? error : null;
  const isAboutField = problem !== null && problem.fields.length > 0;
  return (
    <AuthFrame title={text.inviteTitle} lead={text.inviteLead}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={text.name}
            autoComplete="name"
            required
            withAsterisk={false}
            size="md"
            value={name}
            error={problem?.about("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={text.newPassword}
            description={text.newPasswordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={12}
            size="md"
            value={password}
            error={problem?.about("password")}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {error && !isAboutField && (
            <ErrorNote
              error={isProblem(error, 404) ? new Problem({ status: 404, detail: text.inviteGone }) : error}
            />
          )}
          <Button type="submit" size="md" loading={acceptance.isPending}>
            {text.inviteSubmit}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  );
}
