import { Button } from "@mantine/core";
import { formatAgo, formatDay } from "../ui/time";
import classes from "./KnownNote.module.css";
import { text } from "./text";
import type { Turn } from "./turns";

/** Says quietly that an answer was not made for this question, and offers one that is. */
export function KnownNote({ turn, onAskAfresh }: { turn: Turn; onAskAfresh: () => void }) {
  const { cached, curated } = turn;
  if (cached === null && curated === null) return null;
  return (
    <p className={classes["root"]}>
      {cached !== null && text.cached(formatAgo(cached.at))}
      {curated !== null && text.curated(curated.by, formatDay(curated.reviewed_on))}
      {curated?.source_changed && ` ${text.sourceChanged}`}
      <Button size="compact-xs" variant="subtle" onClick={onAskAfresh}>
        {curated === null ? text.askAgain : text.askTheDocuments}
      </Button>
    </p>
  );
}
