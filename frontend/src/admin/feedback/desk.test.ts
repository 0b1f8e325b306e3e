import { expect, it } from "vitest";
import type { FeedbackEntry } from "../../api/types";
import { Desk } from "./desk";

const findings = { diagnosis: "ranked_low", note: "The table is split." } as const;
const entry = { id: "f1" } as FeedbackEntry;

it("keeps the entry that is looked at and what isn't saved, each on its own", () => {
  const desk = new Desk();
  desk.hold(entry);
  desk.keep("f1", findings);
  desk.keep("f2", { ...findings, note: "Another" });
  desk.keep("f2", null);
  expect(desk.snapshot()).toEqual({ held: entry, drafts: { f1: findings } });
});

it("takes in what changed of the entry that is looked at, and of no other", () => {
  const desk = new Desk();
  const changed = { ...entry, status: "seen" } as FeedbackEntry;
  desk.refresh(changed);
  expect(desk.snapshot().held).toBeNull();
  desk.hold(entry);
  desk.refresh({ ...changed, id: "f2" });
  expect(desk.snapshot().held).toBe(entry);
  desk.refresh(changed);
  expect(desk.snapshot().held).toBe(changed);
});

it("lets go of what was saved, but not of what was written since", () => {
  const desk = new Desk();
  desk.keep("f1", { ...findings });
  desk.keep("f2", { ...findings, note: "The table is split in two." });
  desk.saved("f1", findings);
  desk.saved("f2", findings);
  expect(desk.snapshot().drafts).toEqual({ f2: { ...findings, note: "The table is split in two." } });
});

it("leaves nothing to whoever comes next", () => {
  const desk = new Desk();
  desk.hold(entry);
  desk.keep("f1", findings);
  desk.clear();
  expect(desk.snapshot()).toEqual({ held: null, drafts: {} });
});
