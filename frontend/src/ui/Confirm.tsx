import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { closeButton } from "./closeButton";
import { ErrorNote } from "./ErrorNote";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  isBusy: boolean;
  error: unknown;
  isDangerous?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Ask before something that can't be taken back, or that everyone will notice. */
export function Confirm(props: Props) {
  const { isOpen, title, children, confirm, isBusy, error, isDangerous = true, onConfirm, onClose } = props;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered closeButtonProps={closeButton}>
      <div>{children}</div>
      {error !== null && error !== undefined && <ErrorNote error={error} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.cancel}
        </Button>
        <Button {...(isDangerous ? { color: "red.8" } : {})} loading={isBusy} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
