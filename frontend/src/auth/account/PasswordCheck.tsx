import { PasswordInput } from "@mantine/core";
import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deadline } from "../../api/client";
import { besideFields, problemOf } from "../../api/problem";
import { Dialog } from "../../ui/Dialog";
import { Form } from "../../ui/Form";
import { confirmPassword, isUnconfirmed } from "./api";
import { text } from "./text";

interface Props {
  attempt: Pick<UseMutationResult<unknown, Error, void>, "error" | "mutate" | "reset">;
}

/** Where the server wants to know once more who asks: take the password, then try the same again. */
export function PasswordCheck({ attempt }: Props) {
  return (
    <Dialog isOpen={isUnconfirmed(attempt.error)} title={text.confirmTitle} onClose={attempt.reset}>
      <PasswordCheckForm onConfirmed={() => attempt.mutate()} />
    </Dialog>
  );
}

function PasswordCheckForm({ onConfirmed }: { onConfirmed: () => void }) {
  const [password, setPassword] = useState("");
  const check = useMutation({
    mutationFn: () => confirmPassword(password, deadline()),
    onSuccess: onConfirmed,
  });
  const complaint = problemOf(check.error)?.about("password");
  return (
    <Form submit={text.confirm} attempt={check} error={besideFields(check.error, "password")}>
      <p>{text.confirmLead}</p>
      <PasswordInput
        label={text.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        error={complaint}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  );
}
