import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { documentQuery, isSettled } from "../api/documents";
import { mayChangeDocuments } from "../api/session";
import { useSession } from "../app/useSession";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { PageHead } from "../ui/PageHead";
import { AccessSection } from "./access/AccessSection";
import { text as accessText } from "./access/text";
import back from "./BackLink.module.css";
import { ChunkList } from "./ChunkList";
import { DocumentFacts } from "./DocumentFacts";
import { DocumentMenu } from "./DocumentMenu";
import classes from "./DocumentScreen.module.css";
import { LifeNotes } from "./life/LifeNotes";
import { hasOlderAnswer } from "./live";
import { ProgressPanel } from "./ProgressPanel";
import { StageTimes } from "./StageTimes";
import { StatusMark } from "./StatusMark";
import { text } from "./text";
import { UploadList } from "./UploadList";
import { VersionList } from "./VersionList";

/** One document: its state, its text in passages, its versions. */
export function DocumentScreen() {
  const { documentId } = useParams({ from: "/house/documents/$documentId" });
  const { role } = useSession();
  const navigate = useNavigate();
  const { data: document, error, isPending, refetch } = useQuery(documentQuery(documentId));
  return (
    <div className={classes["root"]}>
      <Link to="/documents" className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <UploadList />
      {isPending && <LoadingLines label={text.loading} count={6} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {document && (
        <>
          <PageHead title={document.title}>
            <StatusMark document={document} />
            {mayChangeDocuments(role) && (
              <DocumentMenu document={document} onDeleted={() => void navigate({ to: "/documents" })} />
            )}
          </PageHead>
          {hasOlderAnswer(document) && (
            <p className={classes["warning"]}>{text.answersMeanwhile(document.live_version)}</p>
          )}
          <LifeNotes document={document} />
          {document.error && <p className={classes["reason"]}>{document.error.detail}</p>}
          {document.warnings.map((warning) => (
            <p key={warning} className={classes["warning"]}>
              {warning}
            </p>
          ))}
          {!isSettled(document) && <ProgressPanel document={document} />}
          <nav className={classes["jump"]} aria-label={text.furtherDown}>
            <a href="#versions-title">{text.versions}</a>
            <a href="#access-title">{accessText.title}</a>
            <a href="#facts-title">{text.details}</a>
          </nav>
          <div className={classes["columns"]}>
            <section aria-labelledby="passages-title" className={classes["text"]}>
              <h2 id="passages-title">{text.passages}</h2>
              <p className={classes["lead"]}>{text.passagesLead}</p>
              {document.withdrawn === null ? <ChunkList state={document} /> : <p>{text.withdrawnPassages}</p>}
            </section>
            <div className={classes["side"]}>
              <VersionList document={document} />
              <AccessSection documentId={document.id} />
              <DocumentFacts document={document} />
              {document.status === "ready" && <StageTimes document={document} />}
            </div>
          </div>
        </>
      )}
    </div>
  );
}
