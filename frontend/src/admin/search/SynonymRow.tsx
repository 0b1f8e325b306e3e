import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { SynonymGroup } from "../../api/types";
import { Row } from "../Row";
import { SynonymDialog } from "./SynonymDialog";
import { text } from "./text";

interface Props {
  group: SynonymGroup;
  /** With nothing, the list is to go. */
  onChange: (changed?: SynonymGroup) => void;
}

/** One list of words that mean the same. */
export function SynonymRow({ group, onChange }: Props) {
  const [isEditing, editing] = useDisclosure(false);
  const name = group.terms.join(", ");
  return (
    <Row name={name} {...(group.one_way ? { detail: text.oneWayShown } : {})}>
      <Button size="sm" variant="default" aria-label={`${text.edit}: ${name}`} onClick={editing.open}>
        {text.edit}
      </Button>
      <Button size="sm" variant="default" aria-label={`${text.remove}: ${name}`} onClick={() => onChange()}>
        {text.remove}
      </Button>
      <SynonymDialog
        isOpen={isEditing}
        title={text.editTitle}
        group={group}
        onClose={editing.close}
        onSave={(changed) => {
          onChange(changed);
          editing.close();
        }}
      />
    </Row>
  );
}
