import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deadline } from "../api/client";
import { Problem } from "../api/problem";
import { ErrorNote } from "../ui/ErrorNote";
import { resetPassword } from "./reset";
import { text } from "./text";

/** A new password in place of one that is lost. */
export function ResetForm({ resetKey, onDone }: { resetKey: string; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const setting = useMutation({
    mutationFn: () => resetPassword(resetKey, password, deadline()),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setting.mutate();
  };
  const complaint = setting.error instanceof Problem ? setting.error.about("password") : undefined;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PasswordInput
          label={text.newPassword}
          description={text.newPasswordHint}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={12}
          size="md"
          value={password}
          error={complaint}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {setting.error && complaint === undefined && <ErrorNote error={setting.error} />}
        <Button type="submit" size="md" loading={setting.isPending}>
          {text.resetSubmit}
        </Button>
      </Stack>
    </form>
  );
}
