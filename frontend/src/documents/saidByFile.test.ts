import { expect, test } from "vitest";
import { saidByFile } from "./saidByFile";

test("a message says who wrote it before what it is about", () => {
  const shown = saidByFile({ subject: "Leave", sender: "Ada <ada@example.org>", recipients: "Ben" });
  expect(shown).toEqual([
    ["From", "Ada <ada@example.org>"],
    ["To", "Ben"],
    ["Subject", "Leave"],
  ]);
});

test("a date is shown as a day, and what is none as it stands", () => {
  expect(saidByFile({ date: "2026-05-04T10:00:00+02:00" })[0]?.[1]).toContain("2026");
  expect(saidByFile({ date: "soon" })).toEqual([["Dated", "soon"]]);
});

test("what nobody knows is left out", () => {
  expect(saidByFile({ author: "", colour: "red" })).toEqual([]);
});
