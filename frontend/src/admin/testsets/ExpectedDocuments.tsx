import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { TestCase } from "../../api/bench";
import { text } from "./text";

interface Props {
  documents: TestCase["expected_documents"];
  hidden: number;
}

/** What a case expects: each document that one sees, and how many there are beside. */
export function ExpectedDocuments({ documents, hidden }: Props) {
  return (
    <p>
      {text.shouldFind}{" "}
      {documents.map(({ id, title }, place) => (
        <Fragment key={id}>
          {place > 0 && ", "}
          <Link to="/documents/$documentId" params={{ documentId: id }}>
            {title}
          </Link>
        </Fragment>
      ))}
      {hidden > 0 && `${documents.length > 0 ? ` ${text.and} ` : ""}${text.hidden(hidden)}`}
    </p>
  );
}
