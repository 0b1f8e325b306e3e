import { Skeleton } from "@mantine/core";
import classes from "./LoadingLines.module.css";

const widths = ["92%", "78%", "86%", "64%", "72%", "40%"];

/** Lines in place of content that is on its way. */
export function LoadingLines({ label, count = 4 }: { label: string; count?: number }) {
  return (
    <div className={classes["root"]} role="status">
      <span className="visually-hidden">{label}</span>
      {widths.slice(0, count).map((width) => (
        <Skeleton key={width} height={14} width={width} radius="xs" />
      ))}
    </div>
  );
}
