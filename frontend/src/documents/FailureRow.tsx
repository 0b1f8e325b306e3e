import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { documentsKey } from "../api/documents";
import type { FailureReason } from "../api/types";
import { failuresKey, retryAll } from "../api/work";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./Problems.module.css";
import { reasonWords, problemText as text } from "./problemText";

interface Props {
  failure: FailureReason;
  collection: string | undefined;
}

/** One reason for which documents failed, and another attempt at all of them. */
export function FailureRow({ failure, collection }: Props) {
  const { reason, documents, detail } = failure;
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryAll(reason, collection),
    onSettled: () =>
      Promise.all([failuresKey, documentsKey].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
  return (
    <li className={classes["row"]}>
      <div>
        <p className={classes["reason"]}>
          <Link
            to="/documents"
            search={{ reason, ...(collection === undefined ? {} : { collection }) }}
            className={classes["link"] ?? ""}
            aria-label={text.listed(reasonWords(reason))}
          >
            {reasonWords(reason)}
          </Link>{" "}
          <span className={classes["count"]}>{documents}</span>
        </p>
        <p className={classes["detail"]}>{detail}</p>
        {retry.error && <ErrorNote error={retry.error} />}
      </div>
      <Button size="sm" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
        {text.retry(documents)}
      </Button>
    </li>
  );
}
