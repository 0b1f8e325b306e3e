/** The page's uploads: they go on while other screens are shown, and warn before the page is left. */
import { documentKey, documentsKey, uploadDocument } from "../api/documents";
import { queryClient } from "../app/queryClient";
import { newId, timers } from "../stream/browser";
import { isOpen, UploadQueue } from "./uploads";

export const uploadQueue = new UploadQueue<File>(
  async (file, target, idempotencyKey, stop) => {
    const document = await uploadDocument({ file, ...target, idempotencyKey }, stop);
    void queryClient.invalidateQueries({ queryKey: documentsKey });
    void queryClient.invalidateQueries({ queryKey: documentKey(document.id) });
    return document;
  },
  newId,
  timers,
);

const stayHere = (event: BeforeUnloadEvent) => event.preventDefault();

uploadQueue.subscribe(() => {
  if (uploadQueue.snapshot().some(isOpen)) window.addEventListener("beforeunload", stayHere);
  else window.removeEventListener("beforeunload", stayHere);
});
