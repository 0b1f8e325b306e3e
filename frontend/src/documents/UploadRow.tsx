import { ActionIcon, Loader } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { RotateCw, X } from "lucide-react";
import { formatBytes } from "../ui/time";
import { text } from "./text";
import classes from "./UploadList.module.css";
import { uploadQueue } from "./uploadQueue";
import { isOpen, type UploadItem } from "./uploads";

/** One file on its way: where to, how far, and why it failed. */
export function UploadRow({ item }: { item: UploadItem }) {
  const { id, name, documentId, target } = item;
  const mayRetry = (item.state === "failed" && !item.isRefused) || item.state === "stopped";
  return (
    <li className={classes["item"]} data-state={item.state}>
      <span className={classes["name"]}>
        {documentId === null ? (
          name
        ) : (
          <Link to="/documents/$documentId" params={{ documentId }}>
            {name}
          </Link>
        )}
      </span>
      <span className={classes["size"]}>
        {text.uploadInto(target.place)} · {formatBytes(item.sizeBytes)}
      </span>
      <span className={classes["state"]}>
        {item.state === "sending" && <Loader size={12} aria-hidden="true" />}
        {item.problem ??
          (item.pauses > 0 && item.state === "waiting" ? text.busy : text.uploadStates[item.state])}
      </span>
      {isOpen(item) && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={text.stopUpload(name)}
          onClick={() => uploadQueue.stop(id)}
        >
          <X size={16} />
        </ActionIcon>
      )}
      {mayRetry && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={text.retryUpload(name)}
          onClick={() => uploadQueue.retry(id)}
        >
          <RotateCw size={15} />
        </ActionIcon>
      )}
    </li>
  );
}
