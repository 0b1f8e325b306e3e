import { Link, Outlet } from "@tanstack/react-router";
import { mayAdminister } from "../api/session";
import { useSession } from "../app/useSession";
import { PageHead } from "../ui/PageHead";
import classes from "./AdminScreen.module.css";
import { text } from "./text";

const places = [
  ["/admin/feedback", text.sections.feedback],
  ["/admin/indexes", text.sections.indexes],
  ["/admin/people", text.sections.people],
  ["/admin/keys", text.sections.keys],
  ["/admin/webhooks", text.sections.webhooks],
] as const;

/** The frame of the administration's screens. Analysts see the feedback alone. */
export function AdminScreen() {
  const { role } = useSession();
  const shown = mayAdminister(role) ? places : places.slice(0, 1);
  return (
    <div className={classes["root"]}>
      <PageHead title={text.title} />
      <nav className={classes["tabs"]} aria-label={text.title}>
        {shown.map(([to, label]) => (
          <Link key={to} to={to} className={classes["tab"] ?? ""}>
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
