import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("is what the OpenAPI document says; `npm run api:types` makes it so", async () => {
  const document = new URL("../../../docs/openapi.json", import.meta.url);
  const made = COMMENT_HEADER + astToString(await openapiTS(document, { defaultNonNullable: false }));
  expect(readFileSync(new URL("schema.d.ts", import.meta.url), "utf8")).toBe(made);
});
