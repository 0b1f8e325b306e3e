import { Navigate, useLocation, useRouter } from "@tanstack/react-router";
import { isProblem } from "../api/problem";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./Plain.module.css";
import { text } from "./text";

/** The first request failed for another reason than being signed out. */
export function StartFailure({ error }: { error: unknown }) {
  const router = useRouter();
  const { href } = useLocation();
  if (isProblem(error, 401)) return <Navigate to="/sign-in" search={href === "/" ? {} : { next: href }} />;
  return (
    <main className={classes["root"]}>
      <h1>{text.startFailed}</h1>
      <ErrorNote error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
