import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { fileUrl, versionsQuery } from "../api/documents";
import type { RaglanDocument } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { formatMoment } from "../ui/time";
import { statusWords, text } from "./text";
import classes from "./VersionList.module.css";

/** The history of a document: which version answers, and the file of each. */
export function VersionList({ document }: { document: RaglanDocument }) {
  const { data: versions, error } = useQuery(versionsQuery(document));
  if (error) return <ErrorNote error={error} />;
  const liveWords = document.is_answering ? text.answering : text.answeredLast;
  if (versions?.length === 0) return null;
  return (
    <section aria-labelledby="versions-title">
      <h2 id="versions-title" className={classes["title"]}>
        {text.versions}
      </h2>
      {versions === undefined && <LoadingLines label={text.loading} count={1} />}
      <ol className={classes["list"]}>
        {versions?.map(({ version, status, created_at }) => {
          const isLive = version === document.live_version;
          return (
            <li key={version} data-live={isLive || undefined}>
              <a
                href={fileUrl(document.id, version)}
                download
                aria-label={text.downloadVersion(version)}
                className={classes["file"]}
              >
                {text.version(version)}
              </a>
              <span className={classes["when"]}>
                {formatMoment(created_at)} · {isLive ? liveWords : statusWords[status]}
              </span>
            </li>
          );
        })}
      </ol>
      <Link
        to="/documents/$documentId/history"
        params={{ documentId: document.id }}
        className={classes["all"] ?? ""}
      >
        {text.history}
      </Link>
    </section>
  );
}
