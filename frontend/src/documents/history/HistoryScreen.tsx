import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { documentQuery, versionsQuery } from "../../api/documents";
import { mayChangeDocuments } from "../../api/session";
import type { DocumentVersion, RaglanDocument } from "../../api/types";
import { useSession } from "../../app/useSession";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import back from "../BackLink.module.css";
import { Comparison } from "./Comparison";
import classes from "./HistoryScreen.module.css";
import { text } from "./text";
import { VersionEntry } from "./VersionEntry";

/** The history of a document: its versions, and what changed from one to another. */
export function HistoryScreen() {
  const { documentId } = useParams({ from: "/house/documents/$documentId/history" });
  const { data: document, error, isPending, refetch } = useQuery(documentQuery(documentId));
  return (
    <div className={classes["root"]}>
      <Link to="/documents/$documentId" params={{ documentId }} className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      {isPending && <LoadingLines label={text.loading} count={6} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {document && (
        <>
          <PageHead title={text.title(document.title)} lead={text.lead} />
          <Versions document={document} />
        </>
      )}
    </div>
  );
}

function Versions({ document }: { document: RaglanDocument }) {
  const { data: versions, error } = useQuery(versionsQuery(document));
  if (error) return <ErrorNote error={error} />;
  if (versions === undefined) return <LoadingLines label={text.loading} count={4} />;
  return <Timeline document={document} versions={versions} />;
}

function Timeline({ document, versions }: { document: RaglanDocument; versions: DocumentVersion[] }) {
  const asked = useSearch({ from: "/house/documents/$documentId/history" });
  const { role } = useSession();
  const navigate = useNavigate();
  const to = asked.to ?? document.version;
  const from = asked.from ?? Math.max(to - 1, 1);
  const choose = (older: number, newer: number) =>
    void navigate({
      to: "/documents/$documentId/history",
      params: { documentId: document.id },
      search: { from: older, to: newer },
    });
  return (
    <div className={classes["columns"]}>
      <section aria-labelledby="versions-title">
        <h2 id="versions-title" className={classes["title"]}>
          {text.versions}
        </h2>
        <ol className={classes["list"]}>
          {versions.map((version) => (
            <VersionEntry
              key={version.version}
              document={document}
              version={version}
              isChosen={version.version === to}
              mayRestore={mayChangeDocuments(role)}
              onCompare={() => choose(version.version - 1, version.version)}
            />
          ))}
        </ol>
      </section>
      {versions.length > 1 ? (
        <Comparison document={document} versions={versions} from={from} to={to} onChoose={choose} />
      ) : (
        <p className={classes["one"]}>{text.one}</p>
      )}
    </div>
  );
}
