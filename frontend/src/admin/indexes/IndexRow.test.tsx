import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { IndexVersion } from "../../api/types";
import { IndexRow } from "./IndexRow";
import { text } from "./text";

const settings = { embedder: "m", dimensions: 384, precision: "halfvec", splitter: { max_tokens: 200 } };
const made = { promoted_at: null, reclaimed_at: null, error: null, leaving: [], answers_for: [] };
const index = { id: 2, number: 2, settings, collections: ["law"], cost: { tokens: 7, bytes: 4096 }, ...made };
const changes = [{ path: "splitter.max_tokens", before: 200, after: 100 }];
const live = { ...index, id: 1, settings: { ...settings, dimensions: 128 } } as unknown as IndexVersion;

function shown(state: IndexVersion["state"]): string {
  const progress = { total: 4, done: 1, failed: 0, eta_seconds: null };
  const one = { ...index, state, changes, needs: "resplit", progress, created_at: "2026-11-27T14:00:00Z" };
  return renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <IndexRow index={one as unknown as IndexVersion} live={live} />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

it("says of a version that was given up that it is gone, and not what room it has", () => {
  for (const state of ["cancelled", "retired", "failed"] as const) {
    expect(shown(state)).toContain(text.gone);
    expect(shown(state)).not.toContain("of vectors");
    expect(shown(state)).not.toContain("Unlike the live version");
  }
  expect(shown("ready")).toContain("of vectors");
  expect(shown("ready")).toContain("Unlike the live version: dimensions 384 instead of 128");
});

it("says of a version that is being built what is done, not what was", () => {
  expect(shown("building")).toContain("The texts are cut again, because of max tokens (200 → 100)");
  expect(shown("ready")).toContain("The texts were cut again");
});
