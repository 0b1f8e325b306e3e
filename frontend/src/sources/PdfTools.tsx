import { ActionIcon } from "@mantine/core";
import { Download, ZoomIn, ZoomOut } from "lucide-react";
import { larger, largestZoom, smaller, smallestZoom } from "./fit";
import classes from "./PdfTools.module.css";
import { text } from "./text";

interface Props {
  zoom: number;
  onZoom: (zoom: number) => void;
  downloadUrl: string;
}

/** Larger, smaller, and the file itself. */
export function PdfTools({ zoom, onZoom, downloadUrl }: Props) {
  return (
    <div className={classes["root"]} role="toolbar" aria-label={text.pageTools}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={text.zoomOut}
        disabled={zoom <= smallestZoom}
        onClick={() => onZoom(smaller(zoom))}
      >
        <ZoomOut size={17} />
      </ActionIcon>
      <span className={classes["share"]}>{Math.round(zoom * 100)} %</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={text.zoomIn}
        disabled={zoom >= largestZoom}
        onClick={() => onZoom(larger(zoom))}
      >
        <ZoomIn size={17} />
      </ActionIcon>
      <a href={downloadUrl} download className={classes["file"]}>
        <Download size={15} aria-hidden="true" /> {text.download}
      </a>
    </div>
  );
}
