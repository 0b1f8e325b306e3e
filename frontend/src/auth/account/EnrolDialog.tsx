import { Modal } from "@mantine/core";
import { useState } from "react";
import { closeButton } from "../../ui/closeButton";
import { CodesDialog } from "./CodesDialog";
import { EnrolForm } from "./EnrolForm";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

/** Set up a second factor: scan, type the code, keep the recovery codes. */
export function EnrolDialog({ isOpen, onClose }: Props) {
  const [codes, setCodes] = useState<readonly string[] | undefined>();
  const finish = (made: readonly string[]) => {
    setCodes(made);
    onClose();
  };
  return (
    <>
      <Modal opened={isOpen} onClose={onClose} title={text.factorTitle} closeButtonProps={closeButton}>
        <EnrolForm onDone={finish} />
      </Modal>
      <CodesDialog codes={codes} onClose={() => setCodes(undefined)} />
    </>
  );
}
