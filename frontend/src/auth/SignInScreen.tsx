import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { sessionKey } from "../api/session";
import { AuthFrame } from "./AuthFrame";
import type { SignInStep } from "./allauth";
import { CodeForm } from "./CodeForm";
import { PasswordForm } from "./PasswordForm";
import { ProviderButtons } from "./ProviderButtons";
import { text } from "./text";

/** Sign in by password, then by code where the account asks for one, or through a provider. */
export function SignInScreen() {
  const [isAskedForCode, setIsAskedForCode] = useState(false);
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const advance = async (step: SignInStep) => {
    if (step === "needs_code") return setIsAskedForCode(true);
    queryClient.removeQueries({ queryKey: sessionKey });
    await navigate({ href: next ?? "/" });
  };
  if (isAskedForCode) {
    return (
      <AuthFrame title={text.codeTitle} lead={text.codeLead}>
        <CodeForm onStep={advance} onBack={() => setIsAskedForCode(false)} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={text.title} lead={text.lead}>
      <PasswordForm onStep={advance} />
      <ProviderButtons next={next ?? "/"} />
    </AuthFrame>
  );
}
