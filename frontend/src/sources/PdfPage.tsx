import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { Document, Page } from "react-pdf";
import "react-pdf/dist/Page/TextLayer.css";
import { pdfQuery } from "../api/documents";
import type { Citation } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { piecesOfQuote } from "./highlight";
import classes from "./PdfPage.module.css";
import { pdfOptions } from "./pdfjs";
import { text } from "./text";

interface Props {
  citation: Citation;
  page: number;
}

/** The page of the stored PDF that a citation stands on, with the quote marked. */
export function PdfPage({ citation, page }: Props) {
  const { ref, width } = useElementSize();
  const pageRef = useRef<HTMLDivElement>(null);
  const { data, error, isPending, refetch } = useQuery(pdfQuery(citation.document.id));
  const markQuote = useCallback(() => {
    const pieces = [
      ...(pageRef.current?.querySelectorAll<HTMLElement>(".textLayer span[role=presentation]") ?? []),
    ];
    const found = piecesOfQuote(
      pieces.map((piece) => piece.textContent ?? ""),
      citation.quote,
    );
    for (const index of found) pieces[index]?.classList.add(classes["quote"] ?? "");
    const [first] = found;
    if (first !== undefined) pieces[first]?.scrollIntoView({ block: "nearest" });
  }, [citation.quote]);
  if (isPending) return <LoadingLines label={text.loadingPage} count={6} />;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data === null) return <p>{text.notPdf}</p>;
  const loading = <LoadingLines label={text.loadingPage} count={6} />;
  return (
    <div ref={ref} className={classes["root"]}>
      <Document file={data} options={pdfOptions} loading={loading} error={<p>{text.pageFailed}</p>}>
        {width > 0 && (
          <Page
            inputRef={pageRef}
            pageNumber={page}
            width={width}
            loading={loading}
            error={<p>{text.pageFailed}</p>}
            renderAnnotationLayer={false}
            onRenderTextLayerSuccess={markQuote}
          />
        )}
      </Document>
    </div>
  );
}
