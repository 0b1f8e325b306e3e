import { describe, expect, it } from "vitest";
import { Problem } from "../api/problem";
import type { UploadedDocument } from "../api/types";
import { UploadQueue, type UploadTarget } from "./uploads";

interface Sent {
  name: string;
  target: UploadTarget;
  id: string;
  stop: AbortSignal;
  accept: (document: Partial<UploadedDocument>) => void;
  fail: (error: unknown) => void;
}

function queue() {
  const sent: Sent[] = [];
  const waits: { milliseconds: number; run: () => void }[] = [];
  let made = 0;
  const uploads = new UploadQueue(
    (file, target, id, stop) =>
      new Promise<UploadedDocument>((resolve, fail) => {
        const accept = (one: Partial<UploadedDocument>) => resolve(one as UploadedDocument);
        sent.push({ name: file.name, target, id, stop, accept, fail });
      }),
    () => `u${++made}`,
    {
      after(milliseconds, run) {
        const wait = { milliseconds, run };
        waits.push(wait);
        return () => void waits.splice(waits.indexOf(wait), 1);
      },
    },
  );
  const states = () => uploads.snapshot().map((item) => item.state);
  return { uploads, sent, waits, states };
}

const handbook: UploadTarget = { collection: "handbook", place: "Handbook", readers: ["hr"] };
const files = ["a.pdf", "b.pdf", "c.pdf"].map((name) => ({ name, size: 10 }));
const settle = () => new Promise((resolve) => setTimeout(resolve));
const aborted = new DOMException("stopped", "AbortError");

describe("an upload queue", () => {
  it("sends two at a time", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files, handbook);
    expect(states()).toEqual(["sending", "sending", "waiting"]);
    sent[0]?.accept({ id: "d1" });
    await settle();
    expect(states()).toEqual(["accepted", "sending", "sending"]);
    expect(uploads.snapshot()[0]?.documentId).toBe("d1");
  });

  it("sends each file to where it was meant for when it was added", () => {
    const { uploads, sent } = queue();
    uploads.add(files.slice(0, 1), handbook);
    uploads.add(files.slice(1, 2), { ...handbook, collection: "plans", readers: [], externalId: "plan-1" });
    expect(sent.map(({ target }) => target.collection)).toEqual(["handbook", "plans"]);
    expect(sent.map(({ target }) => target.readers)).toEqual([["hr"], []]);
    expect(sent[1]?.target.externalId).toBe("plan-1");
  });

  it("tells the same bytes from a new document", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 1), handbook);
    sent[0]?.accept({ id: "d1", unchanged: true });
    await settle();
    expect(states()).toEqual(["unchanged"]);
  });

  it("says why a file failed, and retries it under the same key", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 1), handbook);
    sent[0]?.fail(new Problem({ status: 415 }));
    await settle();
    expect(uploads.snapshot()[0]?.problem).toBe("That file format isn't supported.");
    uploads.retry("u1");
    expect(states()).toEqual(["sending"]);
    expect(sent.map((one) => one.id)).toEqual(["u1", "u1"]);
  });

  it("stops one and goes on with the next", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files, handbook);
    uploads.stop("u1");
    expect(sent[0]?.stop.aborted).toBe(true);
    sent[0]?.fail(aborted);
    await settle();
    expect(states()).toEqual(["stopped", "sending", "sending"]);
  });

  it("can stop a file that was stopped and sent again before the first attempt had ended", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 1), handbook);
    uploads.stop("u1");
    uploads.retry("u1");
    sent[0]?.fail(aborted);
    await settle();
    expect(states()).toEqual(["sending"]);
    uploads.stop("u1");
    expect(sent[1]?.stop.aborted).toBe(true);
  });

  it("believes the attempt under way, not one that was stopped", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 1), handbook);
    uploads.stop("u1");
    uploads.retry("u1");
    sent[0]?.accept({ id: "d0" });
    await settle();
    expect(states()).toEqual(["sending"]);
  });

  it("forgets only what ended", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files.slice(0, 2), handbook);
    sent[0]?.accept({ id: "d1" });
    await settle();
    uploads.clear();
    expect(states()).toEqual(["sending"]);
  });

  it("leaves nothing to whoever signs in next", async () => {
    const { uploads, sent, states } = queue();
    uploads.add(files, handbook);
    uploads.abandon();
    expect(sent.map(({ stop }) => stop.aborted)).toEqual([true, true]);
    sent[0]?.fail(aborted);
    await settle();
    expect(states()).toEqual([]);
    expect(sent).toHaveLength(2);
  });
});

describe("a server that is too busy", () => {
  const busy = (seconds: number | null) => new Problem({ status: 429 }, seconds);

  it("is left alone as long as it asks, then sent the rest", async () => {
    const { uploads, sent, waits, states } = queue();
    uploads.add(files, handbook);
    sent[0]?.fail(busy(7));
    sent[1]?.accept({ id: "d2" });
    await settle();
    expect(states()).toEqual(["waiting", "accepted", "waiting"]);
    expect(waits.map(({ milliseconds }) => milliseconds)).toEqual([7_000]);
    waits[0]?.run();
    expect(states()).toEqual(["sending", "accepted", "sending"]);
  });

  it("is believed at last when it never has time", async () => {
    const { uploads, sent, waits, states } = queue();
    uploads.add(files.slice(0, 1), handbook);
    for (let refused = 0; refused < 9; refused += 1) {
      sent.at(-1)?.fail(busy(null));
      await settle();
      waits.at(-1)?.run();
    }
    expect(states()).toEqual(["failed"]);
  });
});
