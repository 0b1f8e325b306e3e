import { Drawer } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import type { Citation } from "../api/types";
import { isEscapeLeft } from "../ui/escape";
import { Source } from "./Source";
import classes from "./SourcePanel.module.css";
import { text } from "./text";

interface Props {
  citation: Citation | null;
  onClose: () => void;
}

/** The source beside the answer where there is room, above it where there is none. */
export function SourcePanel({ citation, onClose }: Props) {
  const isWide = useMediaQuery("(min-width: 75rem)", window.matchMedia("(min-width: 75rem)").matches);
  const panelRef = useRef<HTMLElement>(null);
  const beforeRef = useRef<HTMLElement | null>(null);
  const closeByKey = (event: KeyboardEvent) => {
    if (!isWide || citation === null || !isEscapeLeft(event)) return;
    event.preventDefault();
    onClose();
  };
  useHotkeys([["Escape", closeByKey, { preventDefault: false }]], []);
  useEffect(() => {
    if (!isWide || citation === null) return;
    if (beforeRef.current === null) beforeRef.current = document.activeElement as HTMLElement | null;
    panelRef.current?.focus();
    return () => {
      beforeRef.current?.focus({ preventScroll: true });
      beforeRef.current = null;
    };
  }, [citation, isWide]);
  if (!isWide) {
    return (
      <Drawer
        opened={citation !== null}
        onClose={onClose}
        position="bottom"
        size="88dvh"
        title={text.panel}
        withCloseButton={false}
        classNames={{
          content: classes["sheet"] ?? "",
          header: "visually-hidden",
          body: classes["inside"] ?? "",
        }}
      >
        {citation && <Source citation={citation} onClose={onClose} />}
      </Drawer>
    );
  }
  if (citation === null) return null;
  return (
    <aside className={classes["root"]} aria-label={text.panel} ref={panelRef} tabIndex={-1}>
      <Source citation={citation} onClose={onClose} />
    </aside>
  );
}
