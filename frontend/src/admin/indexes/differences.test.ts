import { expect, it } from "vitest";
import { differences } from "./differences";

const live = {
  embedder: "minilm",
  dimensions: 384,
  precision: "halfvec",
  splitter: { max_tokens: 200, overlap_tokens: 0 },
};

it("says where a version's settings aren't those of the live one", () => {
  expect(differences(live, live)).toEqual([]);
  expect(differences({ ...live, splitter: { max_tokens: 120, overlap_tokens: 0 } }, live)).toEqual([
    { name: "max tokens", here: "120", live: "200" },
  ]);
});
