import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deadline } from "../../api/client";
import { isUnconfirmed, secondFactorKey } from "./api";

/** A change of the second factor that is asked about first. */
export function useAsked<Result>(change: (signal: AbortSignal) => Promise<Result>) {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const attempt = useMutation({
    mutationFn: () => change(deadline()),
    onSuccess: () => {
      asking.close();
      return queryClient.invalidateQueries({ queryKey: secondFactorKey });
    },
  });
  const ask = () => {
    attempt.reset();
    asking.open();
  };
  // What it gives is shown when it is done, or why it failed.
  const close = () => attempt.isPending || asking.close();
  const giveUp = () => {
    attempt.reset();
    asking.close();
  };
  // The password may be asked for in between: one dialog at a time.
  const isOpen = isAsking && !isUnconfirmed(attempt.error);
  return { isOpen, ask, close, attempt, passwordCheck: { ...attempt, reset: giveUp } };
}
