import { CloseButton } from "@mantine/core";
import type { BulkEdited } from "../../api/types";
import classes from "./Outcome.module.css";
import { text } from "./text";

interface Props {
  words: (changed: number) => string;
  edited: BulkEdited;
  titleOf: (id: string) => string;
  onDismiss: () => void;
}

const mostFailures = 20;

/** What became of an edit of many: how many, and which were refused and why. */
export function Outcome({ words, edited, titleOf, onDismiss }: Props) {
  const { matched, changed, failed, job } = edited;
  return (
    <div className={classes["root"]} role="status">
      <div>
        <p>{job === null ? words(changed) : text.behind(matched)}</p>
        {failed.length > 0 && (
          <>
            <p>{text.failed(failed.length)}</p>
            <ul>
              {failed.slice(0, mostFailures).map(({ id, detail }) => (
                <li key={id}>
                  {titleOf(id)}: {detail}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <CloseButton aria-label={text.dismiss} onClick={onDismiss} />
    </div>
  );
}
