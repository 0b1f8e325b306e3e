import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { chunksAroundQuery, documentQuery } from "../../api/documents";
import classes from "./Considered.module.css";
import { text } from "./text";
import type { PassageTrace } from "./trace";

/** One passage: where it stands, what became of it, and its ids for those who look further. */
export function ConsideredPassage({ passage }: { passage: PassageTrace }) {
  const { documentId, chunkId, fate, isUsed, score, rank, others } = passage;
  const document = useQuery(documentQuery(documentId));
  const around = useQuery({ ...chunksAroundQuery(documentId, chunkId), enabled: document.isSuccess });
  const chunk = around.data?.find(({ id }) => id === chunkId);
  const place = [...(chunk?.section ?? []).slice(-1), ...(chunk?.page ? [text.page(chunk.page)] : [])].join(
    ", ",
  );
  return (
    <li className={classes["passage"]} data-used={isUsed || undefined}>
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
