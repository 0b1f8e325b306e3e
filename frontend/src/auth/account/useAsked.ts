import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deadline } from "../../api/client";
import { isUnconfirmed, secondFactorKey } from "./api";

/** A change of the second factor that is asked about first, and asked again where it failed. */
export function useAsked<Result>(change: (signal: AbortSignal) => Promise<Result>) {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const attempt = useMutation({
    mutationFn: () => change(deadline()),
    // The password may be asked for in between: one dialog at a time.
    onMutate: asking.close,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: secondFactorKey }),
    onError: (error) => isUnconfirmed(error) || asking.open(),
  });
  return { isAsking, asking, attempt };
}
