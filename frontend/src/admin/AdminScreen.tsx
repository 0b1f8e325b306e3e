import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { mayAdminister, mayReviewFeedback } from "../api/session";
import { Missing } from "../app/Missing";
import { useSession } from "../app/useSession";
import classes from "./AdminScreen.module.css";
import { text } from "./text";

const places = [
  ["/admin/feedback", text.sections.feedback],
  ["/admin/curated", text.sections.curated],
  ["/admin/indexes", text.sections.indexes],
  ["/admin/search", text.sections.search],
  ["/admin/bench", text.sections.bench],
  ["/admin/health", text.sections.health],
  ["/admin/people", text.sections.people],
  ["/admin/keys", text.sections.keys],
  ["/admin/webhooks", text.sections.webhooks],
  ["/admin/audit", text.sections.audit],
] as const;

/** The frame of the administration's screens. Analysts and curators see the feedback and the curated answers. */
export function AdminScreen() {
  const { role } = useSession();
  const { pathname } = useLocation();
  const tabsRef = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a narrow screen another place may be out of sight
  useEffect(() => {
    tabsRef.current
      ?.querySelector("[aria-current=page]")
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  const reviewed = mayReviewFeedback(role) ? places.slice(0, 2) : [];
  const shown = mayAdminister(role) ? places : reviewed;
  if (!shown.some(([to]) => pathname.startsWith(to))) return <Missing />;
  return (
    <div className={classes["root"]}>
      {shown.length > 1 && (
        <nav ref={tabsRef} className={classes["tabs"]} aria-label={text.title}>
          {shown.map(([to, label]) => (
            <Link key={to} to={to} className={classes["tab"] ?? ""}>
              {label}
            </Link>
          ))}
        </nav>
      )}
      <Outlet />
    </div>
  );
}
