import { Button } from "@mantine/core";
import { Confirm } from "../../ui/Confirm";
import { makeRecoveryCodes } from "./api";
import { CodesDialog } from "./CodesDialog";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";
import { useAsked } from "./useAsked";

/** New recovery codes in place of those that were used or lost. */
export function NewCodes() {
  const { isOpen, ask, close, attempt, passwordCheck } = useAsked(makeRecoveryCodes);
  return (
    <>
      <Button variant="default" onClick={ask}>
        {text.newCodes}
      </Button>
      <Confirm
        isOpen={isOpen}
        title={text.newCodesTitle}
        confirm={text.newCodes}
        isDangerous={false}
        attempt={attempt}
        onClose={close}
      >
        {text.newCodesBody}
      </Confirm>
      <PasswordCheck attempt={passwordCheck} />
      <CodesDialog codes={attempt.data} onClose={attempt.reset} />
    </>
  );
}
