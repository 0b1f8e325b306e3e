import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deadline } from "../../api/client";
import { Confirm } from "../../ui/Confirm";
import { isUnconfirmed, secondFactorKey, turnOffSecondFactor } from "./api";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";

/** Go back to the password alone. */
export function TurnOff() {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: () => turnOffSecondFactor(deadline()),
    onMutate: asking.close,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: secondFactorKey }),
    onError: (error) => isUnconfirmed(error) || asking.open(),
  });
  return (
    <>
      <Button variant="default" onClick={asking.open}>
        {text.turnOff}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={text.turnOffTitle}
        confirm={text.turnOff}
        isBusy={removal.isPending}
        error={removal.error}
        onConfirm={() => removal.mutate()}
        onClose={asking.close}
      >
        {text.turnOffBody}
      </Confirm>
      <PasswordCheck attempt={removal} />
    </>
  );
}
