import { ActionIcon, Loader } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import { documentsKey } from "../api/documents";
import { hasEnded, jobQuery } from "../api/jobs";
import { wordsFor } from "../api/problem";
import { type Import, imports } from "./imports";
import { importWords } from "./importWords";
import { text } from "./text";
import classes from "./UploadList.module.css";

/** One website: how many of its pages were read, and how that ended. The list below follows. */
export function ImportRow({ begun }: { begun: Import }) {
  const queryClient = useQueryClient();
  const { data: job, error } = useQuery(jobQuery(begun.job));
  const isRunning = error === null && !(job && hasEnded(job));
  const news = `${job?.state} ${job?.progress.done}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every news there may be pages to show
  useEffect(() => void queryClient.invalidateQueries({ queryKey: documentsKey }), [news, queryClient]);
  return (
    <li className={classes["item"]} data-state={error || job?.state === "failed" ? "failed" : "sending"}>
      <span className={classes["name"]}>{begun.url}</span>
      <span className={classes["state"]} role="status">
        {isRunning && <Loader size={12} aria-hidden="true" />}
        {error ? wordsFor(error) : importWords(job)}
      </span>
      {!isRunning && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={text.dismiss(begun.url)}
          onClick={() => imports.forget(begun.job)}
        >
          <X size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
