import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Problem } from "../api/problem";
import { sessionKey } from "../api/session";
import { ErrorNote } from "../ui/ErrorNote";
import { AuthFrame } from "./AuthFrame";
import classes from "./AuthFrame.module.css";
import type { SignInStep } from "./allauth";
import { CodeForm } from "./CodeForm";
import { PasswordForm } from "./PasswordForm";
import { ProviderButtons } from "./ProviderButtons";
import { text } from "./text";

/** Sign in by password, then by code where the account asks for one, or through a provider. */
export function SignInScreen() {
  const [isAskedForCode, setIsAskedForCode] = useState(false);
  const { next, error } = useSearch({ from: "/sign-in" });
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
      {error !== undefined && (
        <div className={classes["refusal"]}>
          <ErrorNote error={new Problem({ status: 403, detail: text.providerFailed })} />
        </div>
      )}
      <PasswordForm onStep={advance} />
      <Link to="/account/password/reset" className={classes["aside"] ?? ""}>
        {text.forgot}
      </Link>
      <ProviderButtons next={next ?? "/"} />
    </AuthFrame>
  );
}
