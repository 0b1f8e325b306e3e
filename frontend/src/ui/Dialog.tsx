import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { closeButton } from "./closeButton";

interface Props {
  isOpen: boolean;
  title: string;
  size?: string;
  onClose: () => void;
  children: ReactNode;
}

/** Something over the page. What is inside begins anew each time that it opens. */
export function Dialog({ isOpen, title, size = "md", onClose, children }: Props) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={size} closeButtonProps={closeButton}>
      {children}
    </Modal>
  );
}
