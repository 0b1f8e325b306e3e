import { Kbd, Modal, Title } from "@mantine/core";
import { closeButton } from "../ui/closeButton";
import classes from "./ShortcutHelp.module.css";
import { text } from "./text";

/** What the keyboard can do, and what signs in a question do. */
export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.shortcuts} centered closeButtonProps={closeButton}>
      <Meanings list={text.shortcutList} />
      <Title order={3} size="sm" mt="lg" mb="xs">
        {text.questionSigns}
      </Title>
      <Meanings list={text.questionSignList} />
    </Modal>
  );
}

function Meanings({ list }: { list: readonly (readonly string[])[] }) {
  return (
    <dl className={classes["list"]}>
      {list.map(([keys, meaning]) => (
        <div key={keys} className={classes["row"]}>
          <dt>
            <Kbd>{keys}</Kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
