import { AlignLeft, File, FileCode, FileText, FileType, Globe } from "lucide-react";
import classes from "./FileMark.module.css";
import { type FileKind, kindOf } from "./kind";

const icons = {
  pdf: FileText,
  word: FileType,
  web: FileCode,
  site: Globe,
  text: AlignLeft,
  other: File,
} as const satisfies Record<FileKind, unknown>;

/** What kind of file a document is, at a glance. */
export function FileMark({ document }: { document: Parameters<typeof kindOf>[0] }) {
  const kind = kindOf(document);
  const Icon = icons[kind];
  return (
    <span className={classes["root"]} data-kind={kind} aria-hidden="true">
      <Icon size={18} strokeWidth={1.75} />
    </span>
  );
}
