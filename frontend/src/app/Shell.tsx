import { Drawer } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import classes from "./Shell.module.css";
import { ShortcutHelp } from "./ShortcutHelp";
import { SideBar } from "./SideBar";
import { chords, leading } from "./shortcuts";
import { TopBar } from "./TopBar";
import { text } from "./text";

/** The frame around every signed-in screen. */
export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useHotkeys(
    [
      leading(chords.newQuestion, () => void navigate({ to: "/" })),
      leading(chords.documents, () => void navigate({ to: "/documents" })),
    ],
    [],
  );
  useHotkeys([["shift+?", help.open]]);
  const isFirstPage = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu and takes the focus
  useEffect(() => {
    menu.close();
    const isWriting = document.activeElement instanceof HTMLTextAreaElement;
    if (!isFirstPage.current && !isWriting)
      document.getElementById("content")?.focus({ preventScroll: true });
    isFirstPage.current = false;
  }, [pathname]);
  return (
    <div className={classes["root"]}>
      <a className={classes["skip"]} href="#content">
        {text.skip}
      </a>
      <aside className={classes["side"]}>
        <SideBar onHelp={help.open} />
      </aside>
      <TopBar onMenu={menu.open} />
      <main id="content" className={classes["main"]} tabIndex={-1}>
        <Outlet />
      </main>
      <Drawer
        opened={isMenuOpen}
        onClose={menu.close}
        size="19rem"
        title={text.places}
        withCloseButton={false}
        classNames={{ header: "visually-hidden", body: classes["drawer"] ?? "" }}
      >
        <SideBar onHelp={help.open} onClose={menu.close} />
      </Drawer>
      <ShortcutHelp isOpen={isHelpOpen} onClose={help.close} />
    </div>
  );
}
