import type { UseQueryResult } from "@tanstack/react-query";
import { fileUrl } from "../api/documents";
import type { Citation } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { PdfPage } from "./PdfPage";
import { text } from "./text";

interface Props {
  citation: Citation;
  page: number;
  /** The file of the version that was cited. */
  stored: UseQueryResult<Blob | null>;
}

/** The page that a citation stands on, as soon as its file is here. */
export function SourcePage({ citation, page, stored }: Props) {
  const { data: file, error, refetch } = stored;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!file) return <LoadingLines label={text.loadingPage} count={6} />;
  const { id, version } = citation.document;
  return (
    <PdfPage
      key={`${citation.chunk_id}-${citation.n}`}
      file={file}
      page={page}
      quote={citation.quote}
      downloadUrl={fileUrl(id, version)}
    />
  );
}
