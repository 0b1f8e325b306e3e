import { ErrorNote } from "../../ui/ErrorNote";
import type { useFollowed } from "./useFollowed";

interface Props {
  following: ReturnType<typeof useFollowed>;
  words: { running: string; done: string; failed: (why: string) => string };
}

/** How the job stands that was asked for here. */
export function FollowedNote({ following, words }: Props) {
  const { state, error } = following;
  return (
    <>
      <p role="status">{state === "running" ? words.running : state === "done" ? words.done : ""}</p>
      {state === "failed" && <p role="alert">{words.failed(following.why)}</p>}
      {error && <ErrorNote error={error} />}
    </>
  );
}
