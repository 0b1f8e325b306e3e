import { describe, expect, it } from "vitest";
import { problemOf } from "./allauth";

describe("a refusal", () => {
  it("of allauth names its fields", () => {
    const problem = problemOf({
      status: 400,
      errors: [{ code: "invalid", message: "No.", param: "password" }],
    });
    expect(problem.message).toBe("No.");
    expect(problem.about("password")).toBe("No.");
  });

  it("of Raglan's own says why, although no field is to blame", () => {
    const problem = problemOf({ status: 429, detail: "Too many attempts.", code: "too_many", errors: [] });
    expect(problem.message).toBe("Too many attempts.");
    expect(problem.code).toBe("too_many");
  });
});
