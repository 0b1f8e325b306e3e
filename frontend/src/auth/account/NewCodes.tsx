import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deadline } from "../../api/client";
import { Confirm } from "../../ui/Confirm";
import { isUnconfirmed, makeRecoveryCodes, secondFactorKey } from "./api";
import { CodesDialog } from "./CodesDialog";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";

/** New recovery codes in place of those that were used or lost. */
export function NewCodes() {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const making = useMutation({
    mutationFn: () => makeRecoveryCodes(deadline()),
    onMutate: asking.close,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: secondFactorKey }),
    onError: (error) => isUnconfirmed(error) || asking.open(),
  });
  return (
    <>
      <Button variant="default" onClick={asking.open}>
        {text.newCodes}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={text.newCodesTitle}
        confirm={text.newCodes}
        isDangerous={false}
        isBusy={making.isPending}
        error={making.error}
        onConfirm={() => making.mutate()}
        onClose={asking.close}
      >
        {text.newCodesBody}
      </Confirm>
      <PasswordCheck attempt={making} />
      <CodesDialog codes={making.data} onClose={making.reset} />
    </>
  );
}
