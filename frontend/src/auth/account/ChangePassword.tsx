import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { deadline } from "../../api/client";
import { besideFields, problemOf } from "../../api/problem";
import { ErrorNote } from "../../ui/ErrorNote";
import { NewPassword } from "../NewPassword";
import classes from "./AccountScreen.module.css";
import { changePassword } from "./api";
import { text } from "./text";

const empty = { current: "", chosen: "" };

/** A new password in place of the one that is known. */
export function ChangePassword({ email }: { email: string }) {
  const [fields, setFields] = useState(empty);
  const change = useMutation({
    mutationFn: () => changePassword(fields.current, fields.chosen, deadline()),
    onSuccess: () => setFields(empty),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const problem = problemOf(change.error);
  const unplaced = besideFields(change.error, "current_password", "new_password");
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {/* A password manager learns from it whose password changes. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={text.current}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={fields.current}
          error={problem?.about("current_password")}
          onChange={(event) => setFields({ ...fields, current: event.currentTarget.value })}
        />
        <NewPassword
          label={text.chosen}
          value={fields.chosen}
          error={problem?.about("new_password")}
          onChange={(chosen) => setFields({ ...fields, chosen })}
        />
        {unplaced !== null && <ErrorNote error={unplaced} />}
        <div>
          <Button type="submit" loading={change.isPending}>
            {text.change}
          </Button>
          <p className={classes["said"]} role="status">
            {change.isSuccess && fields.current === "" ? text.changed : ""}
          </p>
        </div>
      </Stack>
    </form>
  );
}
