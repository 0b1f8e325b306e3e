import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { AuthFrame } from "./AuthFrame";
import { ResetForm } from "./ResetForm";
import { isResetOpen } from "./reset";
import { SignInLink } from "./SignInLink";
import { text } from "./text";

/** Where the link of the e-mail leads: a new password, or what to do about a link that is over. */
export function ResetScreen() {
  const { key } = useParams({ from: "/account/password/reset/$key" });
  const [isDone, setIsDone] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["reset", key],
    queryFn: ({ signal }) => isResetOpen(key, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isDone) {
    return (
      <AuthFrame title={text.resetTitle} lead={text.resetDone}>
        <Button size="md" renderRoot={(props) => <Link to="/sign-in" {...props} />}>
          {text.submit}
        </Button>
      </AuthFrame>
    );
  }
  if (data === false) {
    return (
      <AuthFrame title={text.resetTitle} lead={text.resetGone}>
        <Button size="md" renderRoot={(props) => <Link to="/account/password/reset" {...props} />}>
          {text.resetAgain}
        </Button>
        <SignInLink />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={text.resetTitle} lead={text.resetLead}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <LoadingLines label={text.checking} count={2} />}
      {data && <ResetForm resetKey={key} onDone={() => setIsDone(true)} />}
    </AuthFrame>
  );
}
