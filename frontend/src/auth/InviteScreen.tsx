import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { besideFields, isProblem, Problem, problemOf } from "../api/problem";
import { sessionKey } from "../api/session";
import { Form } from "../ui/Form";
import { AuthFrame } from "./AuthFrame";
import { acceptInvitation } from "./acceptInvitation";
import { NewPassword } from "./NewPassword";
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
  const { error } = acceptance;
  const problem = problemOf(error);
  const said = isProblem(error, 404) ? new Problem({ status: 404, detail: text.inviteGone }) : error;
  return (
    <AuthFrame title={text.inviteTitle} lead={text.inviteLead}>
      <Form
        submit={text.inviteSubmit}
        size="md"
        attempt={acceptance}
        error={besideFields(said, "name", "password")}
      >
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
        <NewPassword size="md" value={password} error={problem?.about("password")} onChange={setPassword} />
      </Form>
    </AuthFrame>
  );
}
