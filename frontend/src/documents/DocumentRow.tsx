import { Link } from "@tanstack/react-router";
import type { RaglanDocument } from "../api/types";
import { DocumentMenu } from "./DocumentMenu";
import classes from "./DocumentRow.module.css";
import { Readers } from "./Readers";
import { StatusMark } from "./StatusMark";
import { text } from "./text";

interface Props {
  document: RaglanDocument;
  isLibrarian: boolean;
}

/** One document of the list. */
export function DocumentRow({ document, isLibrarian }: Props) {
  const extent = [
    document.pages ? text.pages(document.pages) : "",
    document.status === "ready" ? text.chunks(document.chunks) : "",
    document.version > 1 ? text.version(document.version) : "",
  ].filter((part) => part !== "");
  return (
    <li className={classes["root"]}>
      <div className={classes["what"]}>
        <Link
          to="/documents/$documentId"
          params={{ documentId: document.id }}
          className={classes["title"] ?? ""}
        >
          {document.title}
        </Link>
        <p className={classes["extent"]}>{[document.collection, ...extent].join(" · ")}</p>
        {document.error && <p className={classes["reason"]}>{document.error.detail}</p>}
        {document.warnings.length > 0 && <p className={classes["warning"]}>{document.warnings.join(" ")}</p>}
      </div>
      <div className={classes["readers"]}>
        <Readers readers={document.readers} />
      </div>
      <StatusMark document={document} />
      {isLibrarian && <DocumentMenu document={document} />}
    </li>
  );
}
