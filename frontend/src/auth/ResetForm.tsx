import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deadline } from "../api/client";
import { besideFields, problemOf } from "../api/problem";
import { Form } from "../ui/Form";
import { NewPassword } from "./NewPassword";
import { resetPassword } from "./reset";
import { text } from "./text";

/** A new password in place of one that is lost. */
export function ResetForm({ resetKey, onDone }: { resetKey: string; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const setting = useMutation({
    mutationFn: () => resetPassword(resetKey, password, deadline()),
    onSuccess: onDone,
  });
  return (
    <Form
      submit={text.resetSubmit}
      size="md"
      attempt={setting}
      error={besideFields(setting.error, "password")}
    >
      <NewPassword
        size="md"
        value={password}
        error={problemOf(setting.error)?.about("password")}
        onChange={setPassword}
      />
    </Form>
  );
}
