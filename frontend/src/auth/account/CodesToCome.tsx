import type { UseMutationResult } from "@tanstack/react-query";
import { ErrorNote } from "../../ui/ErrorNote";
import { isUnconfirmed } from "./api";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";

interface Props {
  recovery: UseMutationResult<readonly string[], Error, void>;
}

/** The factor is on; only the recovery codes are still owed, and only they are tried again. */
export function CodesToCome({ recovery }: Props) {
  const { error } = recovery;
  return (
    <>
      <p role="status">{error === null ? text.codesToCome : text.codesFailed}</p>
      {error !== null && !isUnconfirmed(error) && (
        <ErrorNote error={error} onRetry={() => recovery.mutate()} />
      )}
      <PasswordCheck attempt={recovery} />
    </>
  );
}
