import { expect, test } from "vitest";
import type { SourceKind } from "../api/types";
import { draftOf, scheduleOf, secretsOf, settingsOf } from "./form";

const kind = { settings: [{ name: "url" }, { name: "path_prefix" }] } as SourceKind;

test("what was left empty is not sent", () => {
  const draft = {
    ...draftOf(undefined, "hr"),
    settings: { url: "https://x.example", path_prefix: "", other: 1 },
  };
  expect(settingsOf(kind, draft)).toEqual({ url: "https://x.example" });
  expect(secretsOf(draft)).toBeUndefined();
});

test("minutes are sent where they are asked for", () => {
  const draft = draftOf(undefined, "hr");
  expect(scheduleOf(draft).minutes).toBeNull();
  expect(scheduleOf({ ...draft, schedule: { every: "minutes" } }).minutes).toBe(60);
});
