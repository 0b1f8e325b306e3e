import { Button } from "@mantine/core";
import { Confirm } from "../../ui/Confirm";
import { turnOffSecondFactor } from "./api";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";
import { useAsked } from "./useAsked";

/** Go back to the password alone. */
export function TurnOff() {
  const { isOpen, ask, close, attempt, passwordCheck } = useAsked(turnOffSecondFactor);
  return (
    <>
      <Button variant="default" onClick={ask}>
        {text.turnOff}
      </Button>
      <Confirm
        isOpen={isOpen}
        title={text.turnOffTitle}
        confirm={text.turnOff}
        attempt={attempt}
        onClose={close}
      >
        {text.turnOffBody}
      </Confirm>
      <PasswordCheck attempt={passwordCheck} />
    </>
  );
}
