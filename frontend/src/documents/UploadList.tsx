import { ActionIcon, Button, Loader } from "@mantine/core";
import { RotateCw, X } from "lucide-react";
import { formatBytes } from "../ui/time";
import { text } from "./text";
import classes from "./UploadList.module.css";
import type { UploadItem, UploadQueue } from "./uploads";

interface Props {
  items: readonly UploadItem[];
  queue: UploadQueue<File>;
}

/** The files on their way, each with its state and the reason when it failed. */
export function UploadList({ items, queue }: Props) {
  return (
    <section className={classes["root"]} aria-label={text.uploads} aria-live="polite">
      <div className={classes["head"]}>
        <h2>{text.uploads}</h2>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => queue.clear()}>
          {text.clearUploads}
        </Button>
      </div>
      <ul className={classes["list"]}>
        {items.map((item) => (
          <li key={item.id} className={classes["item"]} data-state={item.state}>
            <span className={classes["name"]}>{item.name}</span>
            <span className={classes["size"]}>{formatBytes(item.sizeBytes)}</span>
            <span className={classes["state"]}>
              {item.state === "sending" && <Loader size={12} aria-hidden="true" />}
              {item.problem ?? text.uploadStates[item.state]}
            </span>
            {(item.state === "waiting" || item.state === "sending") && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={text.stopUpload(item.name)}
                onClick={() => queue.stop(item.id)}
              >
                <X size={16} />
              </ActionIcon>
            )}
            {(item.state === "failed" || item.state === "stopped") && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={text.retryUpload(item.name)}
                onClick={() => queue.retry(item.id)}
              >
                <RotateCw size={15} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
