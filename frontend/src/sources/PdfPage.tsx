import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { Document, Page } from "react-pdf";
import "react-pdf/dist/Page/TextLayer.css";
import { LoadingLines } from "../ui/LoadingLines";
import {
  atAnotherWidth,
  chosen,
  extentOf,
  fitted,
  fittingScroll,
  fittingZoom,
  unfitted,
  type Zoom,
} from "./fit";
import { piecesOfQuote } from "./highlight";
import classes from "./PdfPage.module.css";
import { PdfTools } from "./PdfTools";
import { pdfOptions } from "./pdfjs";
import { text } from "./text";

interface Props {
  file: Blob;
  page: number;
  quote: string;
  downloadUrl: string;
}

type Finding = "searching" | "found" | "missing";

const piecesOf = (page: HTMLElement | null): HTMLElement[] => [
  ...(page?.querySelectorAll<HTMLElement>(".textLayer span[role=presentation]") ?? []),
];

/** One page of a PDF, large enough to be read, with the quote marked and in sight. */
export function PdfPage({ file, page, quote, downloadUrl }: Props) {
  const { ref: sizeRef, width } = useElementSize();
  const roomRef = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sizeRef, roomRef);
  const pageRef = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>(unfitted);
  const [finding, setFinding] = useState<Finding>("searching");
  const drawn = useCallback(() => {
    const pieces = piecesOf(pageRef.current);
    const extent = extentIn(pageRef.current, pieces);
    const next = zoom.factor === null ? fitted(fittingZoom(extent, width)) : zoom;
    setZoom(next);
    const words = pieces.map((piece) => piece.textContent ?? "");
    const found = [...piecesOfQuote(words, quote)].flatMap((index) => pieces[index] ?? []);
    for (const piece of found) piece.classList.add(classes["quote"] ?? "");
    setFinding(found.length > 0 ? "found" : "missing");
    // Drawn anew at another size, it is called again.
    if (next.factor !== (zoom.factor ?? 1)) return;
    found[0]?.scrollIntoView({ block: "nearest", inline: "nearest" });
    roomRef.current?.scrollTo({ left: fittingScroll(extent) });
  }, [quote, width, zoom]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another width is fitted anew
  useLayoutEffect(() => setZoom(atAnotherWidth), [width]);
  const loading = <LoadingLines label={text.loadingPage} count={6} />;
  return (
    <>
      {finding === "missing" && <p className={classes["missing"]}>{text.quoteMissing}</p>}
      <PdfTools
        zoom={zoom.factor ?? 1}
        onZoom={(factor) => setZoom(chosen(factor))}
        downloadUrl={downloadUrl}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section ref={ref} className={classes["root"]} aria-label={`${text.asPage} ${page}`} tabIndex={0}>
        <Document file={file} options={pdfOptions} loading={loading} error={<p>{text.pageFailed}</p>}>
          {width > 0 && (
            <Page
              inputRef={pageRef}
              pageNumber={page}
              width={width * (zoom.factor ?? 1)}
              loading={loading}
              error={<p>{text.pageFailed}</p>}
              renderAnnotationLayer={false}
              onRenderTextLayerSuccess={drawn}
            />
          )}
        </Document>
      </section>
    </>
  );
}

/** Where the text of a page lies, measured from its left edge. */
function extentIn(page: HTMLElement | null, pieces: readonly HTMLElement[]) {
  const edge = page?.getBoundingClientRect().left ?? 0;
  return extentOf(
    pieces
      .filter((piece) => piece.textContent?.trim() !== "")
      .map((piece) => piece.getBoundingClientRect())
      .map(({ left, right }) => ({ left: left - edge, right: right - edge })),
  );
}
