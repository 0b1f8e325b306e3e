import { ActionIcon } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Menu, SquarePen } from "lucide-react";
import { Wordmark } from "../ui/Wordmark";
import classes from "./TopBar.module.css";
import { text } from "./text";

/** The bar of narrow screens: menu, name, new question. */
export function TopBar({ onMenu }: { onMenu: () => void }) {
  return (
    <nav className={classes["root"]} aria-label={text.topBar}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.openMenu} onClick={onMenu}>
        <Menu size={20} />
      </ActionIcon>
      <Wordmark />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={text.newChat}
        renderRoot={(props) => <Link to="/" {...props} />}
      >
        <SquarePen size={19} />
      </ActionIcon>
    </nav>
  );
}
