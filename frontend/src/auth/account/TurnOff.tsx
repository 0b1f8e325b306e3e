import { Button } from "@mantine/core";
import { Confirm } from "../../ui/Confirm";
import { turnOffSecondFactor } from "./api";
import { PasswordCheck } from "./PasswordCheck";
import { text } from "./text";
import { useAsked } from "./useAsked";

/** Go back to the password alone. */
export function TurnOff() {
  const { isAsking, asking, attempt } = useAsked(turnOffSecondFactor);
  return (
    <>
      <Button variant="default" onClick={asking.open}>
        {text.turnOff}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={text.turnOffTitle}
        confirm={text.turnOff}
        attempt={attempt}
        onClose={asking.close}
      >
        {text.turnOffBody}
      </Confirm>
      <PasswordCheck attempt={attempt} />
    </>
  );
}
