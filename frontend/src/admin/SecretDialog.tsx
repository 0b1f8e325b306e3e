import { Button, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { closeButton } from "../ui/closeButton";
import { keptOpen } from "../ui/keptOpen";
import { Secret, type Shown } from "../ui/Secret";

interface Props {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  /** What was made, once it is: it takes the form's place. */
  made: Shown | undefined;
  done: string;
  children: ReactNode;
}

/** A form that makes something with a secret, and then the secret. */
export function SecretDialog({ isOpen, title, onClose, made, done, children }: Props) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      {...(made === undefined ? {} : keptOpen)}
      closeButtonProps={closeButton}
    >
      {made === undefined ? (
        children
      ) : (
        <Stack gap="md">
          <Secret {...made} />
          <Button onClick={onClose}>{done}</Button>
        </Stack>
      )}
    </Modal>
  );
}
