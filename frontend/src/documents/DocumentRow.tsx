import { Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { RaglanDocument } from "../api/types";
import { formatDay } from "../ui/time";
import { text as bulkText } from "./bulk/text";
import { DocumentMenu } from "./DocumentMenu";
import classes from "./DocumentRow.module.css";
import { FileMark } from "./FileMark";
import { kindOf, kindWords } from "./kind";
import { LifeTags } from "./life/LifeTags";
import { hasOlderAnswer } from "./live";
import { Readers } from "./Readers";
import { StatusMark } from "./StatusMark";
import { text } from "./text";
import { useCollectionName } from "./useNames";

interface Props {
  document: RaglanDocument;
  isLibrarian: boolean;
  isChosen: boolean;
  onChoose: () => void;
}

/** One document of the list. */
export function DocumentRow({ document, isLibrarian, isChosen, onChoose }: Props) {
  const collectionName = useCollectionName();
  const extent = [
    collectionName(document.collection),
    kindWords[kindOf(document)],
    document.pages ? text.pages(document.pages, document.media_type) : "",
    document.status === "ready" ? text.chunks(document.chunks) : "",
    document.version > 1 ? text.version(document.version) : "",
    formatDay(document.updated_at).replaceAll(" ", "\u00a0"),
  ].filter((part) => part !== "");
  return (
    <li className={classes["root"]} data-chosen={isChosen || undefined}>
      <div className={classes["mark"]}>
        <FileMark document={document} />
        {isLibrarian && (
          <Checkbox
            size="xs"
            aria-label={bulkText.choose(document.title)}
            checked={isChosen}
            onChange={onChoose}
          />
        )}
      </div>
      <div className={classes["what"]}>
        <Link
          to="/documents/$documentId"
          params={{ documentId: document.id }}
          className={classes["title"] ?? ""}
        >
          {document.title}
        </Link>
        <p className={classes["extent"]}>{extent.join(" · ")}</p>
        <LifeTags document={document} />
        {document.error && <p className={classes["reason"]}>{document.error.detail}</p>}
        {hasOlderAnswer(document) && (
          <p className={classes["warning"]}>{text.answersMeanwhile(document.live_version)}</p>
        )}
        {document.warnings.length > 0 && <p className={classes["warning"]}>{document.warnings.join(" ")}</p>}
      </div>
      <div className={classes["readers"]}>
        <Readers readers={document.readers} />
      </div>
      <div className={classes["status"]}>
        <StatusMark document={document} />
      </div>
      {isLibrarian && (
        <div className={classes["menu"]}>
          <DocumentMenu document={document} />
        </div>
      )}
    </li>
  );
}
