import { useBlocker } from "@tanstack/react-router";
import { Confirm } from "../ui/Confirm";
import { text } from "./text";

/** Ask before a changed file is left behind. */
export function StayQuestion({ isNeeded }: { isNeeded: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isNeeded,
    enableBeforeUnload: isNeeded,
    withResolver: true,
  });
  return (
    <Confirm
      isOpen={status === "blocked"}
      title={text.leaveTitle}
      confirm={text.leave}
      attempt={{ isPending: false, error: null, mutate: () => proceed?.() }}
      onClose={() => reset?.()}
    >
      {text.leaveBody}
    </Confirm>
  );
}
