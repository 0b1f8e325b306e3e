import { ActionIcon, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { documentQuery } from "../api/documents";
import type { Citation } from "../api/types";
import { LoadingLines } from "../ui/LoadingLines";
import { Passage } from "./Passage";
import classes from "./Source.module.css";
import { text } from "./text";

const PdfPage = lazy(() => import("./PdfPage").then((module) => ({ default: module.PdfPage })));

interface Props {
  citation: Citation;
  onClose?: () => void;
}

/** One citation in its document: as text, or as the page it stands on. */
export function Source({ citation, onClose }: Props) {
  const [view, setView] = useState("text");
  const { document, page, section } = citation;
  const stored = useQuery({ ...documentQuery(document.id), enabled: page !== null });
  const hasPages = page !== null && stored.data?.media_type === "application/pdf";
  return (
    <>
      <div className={classes["top"]}>
        <div className={classes["head"]}>
          <div className={classes["names"]}>
            <p className={classes["where"]}>
              <span className={classes["number"]}>{citation.n}</span>
              {document.collection} · {text.version(document.version)}
            </p>
            <h2 className={classes["title"]}>{document.title}</h2>
            {section.length > 0 && <p className={classes["section"]}>{section.join(" › ")}</p>}
          </div>
          {onClose && (
            <ActionIcon variant="subtle" color="gray" aria-label={text.close} onClick={onClose}>
              <X size={18} />
            </ActionIcon>
          )}
        </div>
        <div className={classes["bar"]}>
          {hasPages && (
            <SegmentedControl
              size="xs"
              aria-label={text.view}
              value={view}
              onChange={setView}
              data={[
                { value: "text", label: text.asText },
                { value: "page", label: `${text.asPage} ${page}` },
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
          <PdfPage citation={citation} page={page} key={citation.chunk_id} />
        </Suspense>
      ) : (
        <Passage citation={citation} key={`${citation.chunk_id}-${citation.n}`} />
      )}
    </>
  );
}
