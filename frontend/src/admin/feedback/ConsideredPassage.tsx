import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { passageQuery } from "../../api/admin";
import { documentQuery } from "../../api/documents";
import classes from "./Considered.module.css";
import { text } from "./text";
import type { PassageTrace } from "./trace";

/** One passage: where it stands, what became of it, and its ids for those who look further. */
export function ConsideredPassage({ passage }: { passage: PassageTrace }) {
  const { documentId, chunkId, fate, score, rank, others } = passage;
  const document = useQuery({ ...documentQuery(documentId), retry: false });
  const chunk = useQuery({ ...passageQuery(documentId, chunkId), enabled: document.isSuccess });
  const place = [
    ...(chunk.data?.section ?? []).slice(-1),
    ...(chunk.data?.page ? [text.page(chunk.data.page)] : []),
  ].join(", ");
  return (
    <li className={classes["passage"]} data-fate={fate}>
      <span className={classes["rank"]}>{rank}</span>
      <div className={classes["what"]}>
        {document.data ? (
          <Link to="/documents/$documentId" params={{ documentId }} className={classes["title"] ?? ""}>
            {document.data.title}
          </Link>
        ) : (
          <span className={classes["gone"]}>{document.isError ? text.hiddenDocument : "…"}</span>
        )}
        {place !== "" && <span className={classes["place"]}>{place}</span>}
        <details className={classes["ids"]}>
          <summary>{text.ids}</summary>
          <p>
            chunk {chunkId}
            <br />
            document {documentId}
            {others.map(([name, value]) => ` · ${name.replaceAll("_", " ")} ${String(value)}`).join("")}
          </p>
        </details>
      </div>
      <span className={classes["fate"]}>{fate}</span>
      <span className={classes["score"]}>{score?.toFixed(3)}</span>
    </li>
  );
}
