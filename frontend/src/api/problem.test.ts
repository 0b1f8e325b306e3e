import { describe, expect, it } from "vitest";
import { cursorOf } from "./client";
import { csrfToken } from "./csrf";
import { besideFields, Problem, problemFrom, wordsFor } from "./problem";

describe("a problem", () => {
  it("speaks the server's own words where it has some", () => {
    const problem = problemFrom(new Response(null, { status: 415 }), {
      detail: "Raglan can't read .xyz files.",
    });
    expect(wordsFor(problem)).toBe("Raglan can't read .xyz files.");
  });

  it("has plain words of its own for the rest", () => {
    expect(wordsFor(problemFrom(new Response(null, { status: 404 }), "<html>"))).toMatch(/isn't here/);
    expect(wordsFor(new TypeError("Failed to fetch"))).toMatch(/can't be reached/);
    expect(wordsFor(new TypeError("NetworkError when attempting to fetch resource."))).toMatch(
      /can't be reached/,
    );
    expect(wordsFor(new TypeError("Cannot read properties of undefined"))).toMatch(/on this page/);
    expect(wordsFor(new DOMException("", "TimeoutError"))).toMatch(/too long/);
  });

  it("finds what is said about a field", () => {
    const errors = [{ field: "email", code: "taken", detail: "Already a member." }];
    expect(new Problem({ status: 400, errors }).about("email")).toBe("Already a member.");
  });

  it("is said below a form as far as no field says it", () => {
    const about = (...fields: string[]) =>
      new Problem({ status: 400, errors: fields.map((field) => ({ field, code: "bad", detail: field })) });
    expect(besideFields(about("email"), "email", "name")).toBeNull();
    expect(besideFields(about("email", "key"), "email")).toBeInstanceOf(Problem);
    expect(besideFields(about(), "email")).toBeInstanceOf(Problem);
    expect(besideFields(null, "email")).toBeNull();
  });

  it("keeps how long to wait", () => {
    const response = new Response(null, { status: 429, headers: { "Retry-After": "30" } });
    expect(problemFrom(response, {}).retryAfterSeconds).toBe(30);
  });
});

describe("what a request needs", () => {
  it("reads the token from the cookies", () => {
    expect(csrfToken("a=1; csrftoken=x%3Dy; b=2")).toBe("x=y");
    expect(csrfToken("")).toBe("");
  });

  it("takes the cursor out of a link", () => {
    expect(cursorOf("http://acme.localhost/api/v1/documents?cursor=abc%3D&q=1")).toBe("abc=");
    expect(cursorOf(null)).toBeUndefined();
  });
});
