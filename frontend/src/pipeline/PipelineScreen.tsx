import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { pipelineQuery } from "../api/pipelines";
import { mayAdminister, mayChangeDocuments } from "../api/session";
import { Missing } from "../app/Missing";
import { useSession } from "../app/useSession";
import back from "../documents/BackLink.module.css";
import { useCollectionName } from "../documents/useNames";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { PageHead } from "../ui/PageHead";
import { FileHistory } from "./FileHistory";
import classes from "./PipelineScreen.module.css";
import { text } from "./text";
import { WaitingNote } from "./WaitingNote";
import { Workbench } from "./Workbench";

/** A collection's pipeline: looked at, changed, and gone back to. */
export function PipelineScreen() {
  const { slug } = useParams({ from: "/house/collections/$slug/pipeline" });
  const { role } = useSession();
  if (!mayChangeDocuments(role)) return <Missing />;
  return <Pipeline key={slug} slug={slug} mayApply={mayAdminister(role)} />;
}

function Pipeline({ slug, mayApply }: { slug: string; mayApply: boolean }) {
  const nameOf = useCollectionName();
  const present = useQuery(pipelineQuery(slug));
  return (
    <div className={classes["root"]}>
      <Link to="/documents" search={{ collection: slug }} className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <PageHead title={text.title(nameOf(slug))} lead={text.lead} />
      {present.isPending && <LoadingLines label={text.loading} count={6} />}
      {present.error && <ErrorNote error={present.error} onRetry={() => void present.refetch()} />}
      {present.data !== undefined && (
        <>
          <WaitingNote slug={slug} mayApply={mayApply} />
          <Workbench slug={slug} present={present.data} mayApply={mayApply} />
          <FileHistory slug={slug} mayApply={mayApply} />
        </>
      )}
    </div>
  );
}
