import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { documentsKey, uploadDocument } from "../api/documents";
import { UploadQueue } from "./uploads";

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** The uploads of this screen, sent into the collection that was chosen when they were added. */
export function useUploads(collection: string | undefined) {
  const queryClient = useQueryClient();
  const targets = useRef(new WeakMap<File, string>());
  const queue = useMemo(
    () =>
      new UploadQueue<File>((file, idempotencyKey, stop) => {
        const target = targets.current.get(file) ?? "";
        return uploadDocument({ file, collection: target, readers: [], idempotencyKey }, stop);
      }, newKey),
    [],
  );
  const items = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const ended = items.filter((item) => item.documentId !== null).length;
  useEffect(() => {
    if (ended > 0) void queryClient.invalidateQueries({ queryKey: documentsKey });
  }, [ended, queryClient]);
  const add = useCallback(
    (files: readonly File[]) => {
      if (collection === undefined) return;
      for (const file of files) targets.current.set(file, collection);
      queue.add(files);
    },
    [collection, queue],
  );
  return { queue, items, add };
}
