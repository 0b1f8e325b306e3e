import { expect, test } from "vitest";
import type { Source, SourceKind } from "../api/types";
import { draftOf, mustSealAgain, scheduleOf, secretsOf, settingsOf } from "./form";

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

test("secrets are asked for again where a source is read elsewhere, and only there", () => {
  const settings = [
    { name: "url", placing: true, default: null },
    { name: "branch", placing: true, default: "" },
    { name: "include", placing: false, default: [] },
  ];
  const source = { secrets: ["password"], settings: { url: "a" } } as unknown as Source;
  const asked = (changed: object) =>
    mustSealAgain({ settings } as unknown as SourceKind, source, {
      ...draftOf(source, null),
      settings: { ...source.settings, ...changed },
    });
  expect(asked({ include: ["*.md"], branch: "" })).toBe(false);
  expect(asked({ url: "b" })).toBe(true);
});
