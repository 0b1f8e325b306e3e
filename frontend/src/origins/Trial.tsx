import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { PlugZap } from "lucide-react";
import { trySource } from "../api/sources";
import type { SourceKind } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { type Draft, secretsOf, settingsOf } from "./form";
import classes from "./Origins.module.css";
import { text } from "./text";

/** Whether a source can be reached, and what stands there first. */
export function Trial({
  kind,
  draft,
  source,
}: {
  kind: SourceKind;
  draft: Draft;
  source: string | undefined;
}) {
  const trial = useMutation({
    mutationFn: () =>
      trySource({
        kind: kind.name,
        settings: settingsOf(kind, draft),
        secrets: secretsOf(draft) ?? {},
        source: source ?? null,
      }),
  });
  const { data, error } = trial;
  return (
    <div className={classes["trial"]}>
      <Button
        variant="default"
        size="sm"
        leftSection={<PlugZap size={16} />}
        loading={trial.isPending}
        onClick={() => trial.mutate()}
      >
        {text.test}
      </Button>
      <div role="status">
        {error && <ErrorNote error={error} />}
        {data?.error && <p className={classes["alarm"]}>{data.error.detail}</p>}
        {data?.reached && <p>{text.reached(data.items.length)}</p>}
        {data && data.items.length > 0 && (
          <ul className={classes["found"]}>
            {data.items.map((item) => (
              <li key={item.external_id}>{item.title === "" ? item.external_id : item.title}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
