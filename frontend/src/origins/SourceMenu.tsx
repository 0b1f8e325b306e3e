import { ActionIcon, Menu } from "@mantine/core";
import { Ellipsis, Eye, Settings2, Trash2 } from "lucide-react";
import type { Source } from "../api/types";
import { text } from "./text";

interface Props {
  source: Source;
  isBusy: boolean;
  onForesee: () => void;
  onEdit: () => void;
  onRemove: () => void;
}

/** What is done with a source now and then. */
export function SourceMenu({ source, isBusy, onForesee, onEdit, onRemove }: Props) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.more(source.name)}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Eye size={16} />} onClick={onForesee} disabled={isBusy}>
          {text.dryRun}
        </Menu.Item>
        <Menu.Item leftSection={<Settings2 size={16} />} onClick={onEdit}>
          {text.edit}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={onRemove}>
          {text.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
