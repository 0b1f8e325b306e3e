import { Button } from "@mantine/core";
import { Download, GitCompareArrows } from "lucide-react";
import { fileUrl } from "../../api/documents";
import type { DocumentVersion, RaglanDocument } from "../../api/types";
import { formatBytes, formatMoment } from "../../ui/time";
import { statusWords } from "../text";
import { RestoreVersion } from "./RestoreVersion";
import { changeWords, reasonWords, text } from "./text";
import classes from "./VersionEntry.module.css";

interface Props {
  document: RaglanDocument;
  version: DocumentVersion;
  isChosen: boolean;
  mayRestore: boolean;
  onCompare: () => void;
}

/** What a version is for answers: the one of now, the last one, or what became of it. */
function Standing({ version, isAnswering }: { version: DocumentVersion; isAnswering: boolean }) {
  const { is_live, status } = version;
  const liveWords = isAnswering ? text.answering : text.answeredLast;
  return (
    <span className={classes["status"]} data-status={is_live && isAnswering ? "live" : status}>
      {is_live ? liveWords : statusWords[status]}
    </span>
  );
}

/** One version: who made it and why, what is other than before, and what became of it. */
export function VersionEntry({ document, version, isChosen, mayRestore, onCompare }: Props) {
  const { version: number, author, reason, restored_from, changes, is_live, error } = version;
  const who = author.name || author.email || text.somebody;
  const why =
    restored_from === null ? reasonWords[reason] : `${reasonWords[reason]} ${text.from(restored_from)}`;
  const facts = [formatBytes(version.size_bytes), version.chunks > 0 ? text.passages(version.chunks) : ""];
  return (
    <li className={classes["root"]} data-live={is_live || undefined} data-chosen={isChosen || undefined}>
      <p className={classes["name"]}>
        {text.version(number)}
        <Standing version={version} isAnswering={document.is_answering} />
      </p>
      <p className={classes["who"]}>
        {who} {why} · {formatMoment(version.created_at)}
      </p>
      <p className={classes["facts"]}>
        {version.title || version.filename} · {facts.filter((fact) => fact !== "").join(", ")}
      </p>
      {changes.length > 0 && (
        <p className={classes["changes"]}>
          {text.changed}: {changes.map((name) => changeWords[name]).join(", ")}
        </p>
      )}
      {error && <p className={classes["error"]}>{error.detail}</p>}
      <div className={classes["actions"]}>
        {number > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<GitCompareArrows size={13} aria-hidden="true" />}
            onClick={onCompare}
          >
            {text.compare}
          </Button>
        )}
        <Button
          component="a"
          href={fileUrl(document.id, number)}
          download
          size="compact-xs"
          variant="subtle"
          leftSection={<Download size={13} aria-hidden="true" />}
        >
          {text.download}
        </Button>
        {mayRestore && number !== document.version && <RestoreVersion id={document.id} number={number} />}
      </div>
    </li>
  );
}
