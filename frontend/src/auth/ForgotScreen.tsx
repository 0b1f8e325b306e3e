import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deadline } from "../api/client";
import { Form } from "../ui/Form";
import { AuthFrame } from "./AuthFrame";
import { EmailInput } from "./EmailInput";
import { requestReset } from "./reset";
import { SignInLink } from "./SignInLink";
import { text } from "./text";

/** Ask for a link to choose a new password. What is said never tells who has an account. */
export function ForgotScreen() {
  const [email, setEmail] = useState("");
  const request = useMutation({ mutationFn: (address: string) => requestReset(address, deadline()) });
  return (
    <AuthFrame title={text.forgotTitle} lead={text.forgotLead}>
      {request.isSuccess ? (
        <p role="status">{text.forgotSent(request.variables)}</p>
      ) : (
        <Form
          submit={text.forgotSubmit}
          size="md"
          attempt={{ ...request, mutate: () => request.mutate(email) }}
        >
          <EmailInput value={email} onChange={setEmail} />
        </Form>
      )}
      <SignInLink />
    </AuthFrame>
  );
}
