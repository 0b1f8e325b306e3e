import { useQuery } from "@tanstack/react-query";
import { versionsQuery } from "../api/documents";
import { ErrorNote } from "../ui/ErrorNote";
import { formatMoment } from "../ui/time";
import { statusWords, text } from "./text";
import classes from "./VersionList.module.css";

interface Props {
  documentId: string;
  current: number;
}

/** The history of a document. */
export function VersionList({ documentId, current }: Props) {
  const { data, error } = useQuery(versionsQuery(documentId));
  if (error) return <ErrorNote error={error} />;
  if (data === undefined || data.results.length === 0) return null;
  return (
    <section aria-labelledby="versions-title">
      <h2 id="versions-title" className={classes["title"]}>
        {text.versions}
      </h2>
      <ol className={classes["list"]}>
        {data.results.map(({ version, status, created_at }) => (
          <li key={version}>
            {text.version(version)}
            <span className={classes["when"]}>
              {formatMoment(created_at)} · {version === current ? text.current : statusWords[status]}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
