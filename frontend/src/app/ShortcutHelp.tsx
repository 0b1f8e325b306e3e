import { Kbd, Modal } from "@mantine/core";
import { closeButton } from "../ui/closeButton";
import classes from "./ShortcutHelp.module.css";
import { text } from "./text";

/** What the keyboard can do. */
export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.shortcuts} centered closeButtonProps={closeButton}>
      <dl className={classes["list"]}>
        {text.shortcutList.map(([keys, meaning]) => (
          <div key={keys} className={classes["row"]}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
