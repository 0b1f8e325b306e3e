/** What a person leaves at this page ends with their session. */
import { desk } from "../admin/feedback/desk";
import { drafts } from "../chat/drafts";
import { imports } from "../documents/imports";
import { uploadQueue } from "../documents/uploadQueue";
import { chatSession } from "../stream/browser";

/** Stop and forget what was begun here: whoever signs in next must neither see it nor send it. */
export function leaveNothing(): void {
  chatSession.close();
  uploadQueue.abandon();
  imports.clear();
  drafts.clear();
  desk.clear();
}
