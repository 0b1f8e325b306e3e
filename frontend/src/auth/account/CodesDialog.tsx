import { Button, Modal, Stack } from "@mantine/core";
import { keptOpen } from "../../ui/keptOpen";
import { Secret } from "../../ui/Secret";
import { text } from "./text";

interface Props {
  codes: readonly string[] | undefined;
  onClose: () => void;
}

/** Recovery codes, shown once: only the button that says that they were kept lets them go. */
export function CodesDialog({ codes, onClose }: Props) {
  return (
    <Modal opened={codes !== undefined} onClose={onClose} title={text.codesTitle} {...keptOpen}>
      <Stack gap="md">
        <Secret label={text.codesLead} value={(codes ?? []).join("\n")} />
        <Button onClick={onClose}>{text.kept}</Button>
      </Stack>
    </Modal>
  );
}
