import { Progress } from "@mantine/core";
import type { IndexVersion } from "../../api/types";
import { formatDuration } from "../../ui/time";
import classes from "./ProgressLine.module.css";
import { text } from "./text";

interface Props {
  progress: IndexVersion["progress"];
  unit: string;
}

/** How much is done, how much failed, how long it will take. */
export function ProgressLine({ progress, unit }: Props) {
  const { total, done, failed, eta_seconds } = progress;
  const words = [
    text.progress(done, total, unit),
    failed > 0 ? text.failed(failed) : "",
    eta_seconds === null ? "" : text.left(formatDuration(eta_seconds)),
  ].filter((part) => part !== "");
  return (
    <div className={classes["root"]}>
      <Progress.Root size="sm" radius="sm">
        <Progress.Section value={total === 0 ? 0 : (100 * done) / total} aria-label={words.join(", ")} />
      </Progress.Root>
      <p className={classes["words"]}>{words.join(" · ")}</p>
    </div>
  );
}
