import { expect, it } from "vitest";
import { absoluteMoment, localMoment } from "./moment";

it("keeps a moment when it goes through a form", () => {
  const iso = "2026-11-27T09:30:00.000Z";
  expect(absoluteMoment(localMoment(iso))).toBe(iso);
});

it("has nothing for none", () => {
  expect(localMoment(null)).toBe("");
  expect(absoluteMoment("")).toBeNull();
});
