import { expect, it } from "vitest";
import { slugOf } from "./slug";

it("makes an address part of any name", () => {
  expect(slugOf("HR & Leave – Zürich")).toBe("hr-leave-zurich");
  expect(slugOf("  ")).toBe("");
  expect(slugOf("a".repeat(80))).toHaveLength(50);
});
