/** What many uploads come to in one line, and which of them are worth a line of their own. */
import { isOpen, type UploadItem } from "./uploads";

const mostListed = 8;
const mostFailed = 50;

export interface UploadSummary {
  readonly total: number;
  readonly received: number;
  readonly failed: number;
  readonly open: number;
}

export function summaryOf(items: readonly UploadItem[]): UploadSummary {
  const count = (is: (item: UploadItem) => boolean) => items.filter(is).length;
  return {
    total: items.length,
    received: count(({ documentId }) => documentId !== null),
    failed: count(({ state }) => state === "failed"),
    open: count(isOpen),
  };
}

/** Few files are all listed; of many, those that failed come first, and all of them, then those being sent. */
export function listedUploads(items: readonly UploadItem[]): readonly UploadItem[] {
  if (items.length <= mostListed) return items;
  const rank = ({ state }: UploadItem) => (state === "failed" ? 0 : state === "sending" ? 1 : 2);
  const failed = Math.min(summaryOf(items).failed, mostFailed);
  return [...items].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(mostListed, failed));
}
