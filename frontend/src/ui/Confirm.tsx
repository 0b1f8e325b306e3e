import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { Attempt } from "./attempt";
import { closeButton } from "./closeButton";
import { ErrorNote } from "./ErrorNote";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  attempt: Attempt;
  isDangerous?: boolean;
  /** Whether all is shown that the question is about. */
  isReady?: boolean;
  onClose: () => void;
}

/** Ask before something that can't be taken back, or that everyone will notice. */
export function Confirm(props: Props) {
  const { isOpen, title, children, confirm, attempt, isDangerous = true, isReady = true, onClose } = props;
  const { error, isPending, mutate } = attempt;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered closeButtonProps={closeButton}>
      <div>{children}</div>
      {error !== null && error !== undefined && <ErrorNote error={error} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.cancel}
        </Button>
        <Button
          {...(isDangerous ? { color: "red.8" } : {})}
          loading={isPending}
          disabled={!isReady}
          onClick={() => mutate()}
        >
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
