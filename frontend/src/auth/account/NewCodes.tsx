import { Button } from "@mantine/core";
import { Confirm } from "../../ui/Confirm";
import { makeRecoveryCodes } from "./api";
import { CodesDialog } from "./CodesDialog";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";
import { useAsked } from "./useAsked";

/** New recovery codes in place of those that were used or lost. */
export function NewCodes() {
  const { isAsking, asking, attempt } = useAsked(makeRecoveryCodes);
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
        attempt={attempt}
        onClose={asking.close}
      >
        {text.newCodesBody}
      </Confirm>
      <PasswordCheck attempt={attempt} />
      <CodesDialog codes={attempt.data} onClose={attempt.reset} />
    </>
  );
}
