import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { pdfQuery } from "../api/documents";
import type { Citation } from "../api/types";
import { LoadingLines } from "../ui/LoadingLines";
import { Passage } from "./Passage";
import classes from "./Source.module.css";
import { SourceHead } from "./SourceHead";
import { text } from "./text";

const SourcePage = lazy(() => import("./SourcePage").then((module) => ({ default: module.SourcePage })));

interface Props {
  citation: Citation;
  onClose: () => void;
}

/** One citation in its document: as the page it stands on, where there are pages, or as text. */
export function Source({ citation, onClose }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { document, page } = citation;
  const stored = useQuery({ ...pdfQuery(document.id, document.version), enabled: page !== null });
  const hasPages = page !== null && stored.data !== null;
  const view = chosen ?? (hasPages && stored.error === null ? "page" : "text");
  return (
    <>
      <div className={classes["top"]}>
        <SourceHead citation={citation} onClose={onClose} />
        <div className={classes["bar"]}>
          {hasPages && (
            <SegmentedControl
              size="xs"
              aria-label={text.view}
              value={view}
              onChange={setChosen}
              data={[
                { value: "page", label: `${text.asPage} ${page}` },
                { value: "text", label: text.asText },
              ]}
            />
          )}
          <Link
            to="/documents/$documentId"
            params={{ documentId: document.id }}
            className={classes["open"] ?? ""}
          >
            {text.openDocument}
          </Link>
        </div>
      </div>
      {!citation.verified && <p className={classes["unverified"]}>{text.unverified}</p>}
      {hasPages && view === "page" ? (
        <Suspense fallback={<LoadingLines label={text.loadingPage} count={6} />}>
          <SourcePage citation={citation} page={page} stored={stored} />
        </Suspense>
      ) : (
        <Passage citation={citation} key={`${citation.chunk_id}-${citation.n}`} />
      )}
    </>
  );
}
