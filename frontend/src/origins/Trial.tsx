import { Button } from "@mantine/core";
import { PlugZap } from "lucide-react";
import { besideFields } from "../api/problem";
import type { TriedSource } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./Origins.module.css";
import { text } from "./text";

interface Props {
  trial: {
    readonly isPending: boolean;
    /** Whether something was changed since it was tried. */
    readonly isOutdated: boolean;
    readonly tried: TriedSource | undefined;
    readonly error: unknown;
  };
  /** The fields that say themselves what is wrong with them. */
  fields: readonly string[];
  onTry: () => void;
}

/** Whether a source can be reached, and what stands there first. */
export function Trial({ trial, fields, onTry }: Props) {
  const { isPending, isOutdated, tried, error } = trial;
  const left = besideFields(error, ...fields);
  return (
    <div className={classes["trial"]}>
      <Button
        variant="default"
        size="sm"
        leftSection={<PlugZap size={16} />}
        loading={isPending}
        onClick={onTry}
      >
        {text.test}
      </Button>
      <div role="status" className={classes["tried"]}>
        {isPending && <p className={classes["hint"]}>{text.trying}</p>}
        {!isPending && isOutdated && <p className={classes["hint"]}>{text.changedSince}</p>}
        {!isPending && left !== null && left !== undefined && <ErrorNote error={left} />}
        {!isPending && tried && <Outcome tried={tried} />}
      </div>
    </div>
  );
}

function Outcome({ tried }: { tried: TriedSource }) {
  if (tried.error !== null) return <p className={classes["alarm"]}>{tried.error.detail}</p>;
  return (
    <>
      <p>{text.reached(tried.items.length)}</p>
      {tried.items.length > 0 && (
        <ul className={classes["found"]}>
          {tried.items.map((item) => (
            <li key={item.external_id}>{item.title || item.external_id}</li>
          ))}
        </ul>
      )}
    </>
  );
}
