import { Popover } from "@mantine/core";
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./SafeLink.module.css";

/** A link of an answer or a document: shows where it leads before it is followed. */
export function SafeLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined || !/^(https?:|mailto:)/i.test(href)) return <span>{children}</span>;
  return (
    <Popover position="top" shadow="md" withinPortal>
      <Popover.Target>
        <button type="button" className={classes["link"]}>
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes["card"] ?? ""}>
        <p className={classes["address"]}>{href}</p>
        <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={classes["open"]}>
          <ExternalLink size={15} aria-hidden="true" /> Open this address in a new tab
        </a>
      </Popover.Dropdown>
    </Popover>
  );
}
