import { Navigate, useLocation, useRouter } from "@tanstack/react-router";
import { isLostConnection, isProblem, problemOf } from "../api/problem";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./Plain.module.css";
import { text } from "./text";

/** The first request failed for another reason than being signed out, or a page did. */
export function StartFailure({ error }: { error: unknown }) {
  const router = useRouter();
  const { href } = useLocation();
  if (isProblem(error, 401)) return <Navigate to="/sign-in" search={href === "/" ? {} : { next: href }} />;
  const isFaultOfPage =
    problemOf(error) === null && !isLostConnection(error) && !(error instanceof DOMException);
  return (
    <main className={classes["root"]}>
      <h1>{isFaultOfPage ? text.pageFailed : text.startFailed}</h1>
      <ErrorNote
        error={error}
        onRetry={() => (isFaultOfPage ? window.location.reload() : void router.invalidate())}
      />
    </main>
  );
}
