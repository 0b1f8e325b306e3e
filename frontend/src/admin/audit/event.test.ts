import { expect, it } from "vitest";
import { detailOf, sentenceOf } from "./event";

it("reads an action as a sentence, also one that it doesn't know", () => {
  expect(sentenceOf("member.role_changed")).toBe("Member role changed");
  expect(sentenceOf("api_key.created")).toBe("API key created");
  expect(sentenceOf("surprise")).toBe("Surprise");
});

it("puts what was noted into one line", () => {
  expect(detailOf({ before: "member", after: ["hr", "it"], by_mail: null })).toBe(
    "before: member · after: hr, it · by mail: –",
  );
  expect(detailOf({ settings: { embedder: "minilm", splitter: { max_tokens: 200 } } })).toBe(
    "settings: embedder minilm, splitter max tokens 200",
  );
  expect(detailOf({})).toBe("");
});

it("names the index version, and nothing that is empty", () => {
  expect(sentenceOf("index.promoted", "index:7")).toBe("Index version 7 promoted");
  expect(sentenceOf("index.promoted")).toBe("Index promoted");
  expect(detailOf({ fields: [], settings: {}, number: 0, via: "shell" })).toBe("number: 0");
});
