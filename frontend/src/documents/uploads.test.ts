import { describe, expect, it } from "vitest";
import { Problem } from "../api/problem";
import type { UploadedDocument } from "../api/types";
import { UploadQueue } from "./uploads";

interface Sent {
  name: string;
  id: string;
  stop: AbortSignal;
  accept: (document: Partial<UploadedDocument>) => void;
  fail: (error: unknown) => void;
}

function queue() {
  const sent: Sent[] = [];
  let made = 0;
  const uploads = new UploadQueue(
    (file, id, stop) =>
      new Promise<UploadedDocument>((resolve, fail) => {
        sent.push({ name: file.name, id, stop, accept: (one) => resolve(one as UploadedDocument), fail });
      }),
    () => `u${++made}`,
  );
  const states = () => uploads.snapshot().map((item) => item.state);
  return { uploads, sent, states };
}

const files = ["a.pdf", "b.pdf", "c.pdf"].map((name) => ({ name, size: 10 }));
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("an upload queue", () => {
  it("sends two at a time", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files);
    expect(states()).toEqual(["sending", "sending", "waiting"]);
    sent[0]?.accept({ id: "d1" });
    await settle();
    expect(states()).toEqual(["accepted", "sending", "sending"]);
    expect(uploads.snapshot()[0]?.documentId).toBe("d1");
  });

  it("tells the same bytes from a new document", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 1));
    sent[0]?.accept({ id: "d1", unchanged: true });
    await settle();
    expect(states()).toEqual(["unchanged"]);
  });

  it("says why a file failed, and retries it under the same key", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 1));
    sent[0]?.fail(new Problem({ status: 415 }));
    await settle();
    expect(uploads.snapshot()[0]?.problem).toBe("That file format isn't supported.");
    uploads.retry("u1");
    expect(states()).toEqual(["sending"]);
    expect(sent.map((one) => one.id)).toEqual(["u1", "u1"]);
  });

  it("stops one and goes on with the next", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files);
    uploads.stop("u1");
    expect(sent[0]?.stop.aborted).toBe(true);
    sent[0]?.fail(new DOMException("stopped", "AbortError"));
    await settle();
    expect(states()).toEqual(["stopped", "sending", "sending"]);
  });

  it("forgets only what ended", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 2));
    sent[0]?.accept({ id: "d1" });
    await settle();
    uploads.clear();
    expect(states()).toEqual(["sending"]);
  });
});
