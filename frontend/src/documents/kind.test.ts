import { expect, it } from "vitest";
import { kindOf } from "./kind";

it("tells a document's kind by its media type", () => {
  const kind = (media_type: string, url = "") => kindOf({ media_type, url });
  expect(kind("application/pdf")).toBe("pdf");
  expect(kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document")).toBe("word");
  expect(kind("text/html")).toBe("web");
  expect(kind("text/html; charset=utf-8", "https://docs.example.com/")).toBe("site");
  expect(kind("text/markdown")).toBe("text");
  expect(kind("application/octet-stream")).toBe("other");
});
