import { describe, expect, it } from "vitest";
import { type Asking, asInForce, asking, atFirst, type Deed, leadOf, standing, usual } from "./asking";

const ask: Extract<Deed, { kind: "ask" }> = {
  kind: "ask",
  asked: { time: 1, question: "How many days?", person: undefined },
};
const after = (...deeds: Deed[]): Asking => deeds.reduce(asking, atFirst);
const write = (filter: string): Deed => ({ kind: "try", changes: { filter } });

it("asks with what was set then, whatever is set since", () => {
  const state = after({ kind: "set", name: "candidates", value: 80 }, ask, {
    kind: "try",
    changes: { k: 3 },
  });
  expect(state.asked?.tried).toEqual({ ...usual, settings: { candidates: 80 } });
  expect(state.tried.k).toBe(3);
});

it("does not ask with a filter that is no JSON, and leaves what was asked before", () => {
  const state = after(ask, write("{a"), { ...ask, asked: { ...ask.asked, time: 2 } });
  expect(state.asked?.time).toBe(1);
  expect(state.faults).toHaveLength(1);
});

it("says no more what is wrong once the filter is being mended", () => {
  const refused = after(write("{a"), ask);
  expect(asking(refused, { kind: "try", changes: { k: 3 } }).faults).toHaveLength(1);
  expect(asking(refused, write('{"a": 1}')).faults).toEqual([]);
});

it("asks both sides about the same", () => {
  const tried = { mode: "dense", k: 5, collections: ["hr"], settings: { cache: false } } as const;
  const about = { filter: '{"a": 1}', asOf: "2025-12-31" };
  expect(asInForce({ ...tried, collections: ["hr"], ...about })).toEqual({
    ...usual,
    k: 5,
    collections: ["hr"],
    ...about,
  });
});

it("tells of a refused filter until the filter is changed, and then of nothing", () => {
  const refused = { isAsked: true, isRefused: true };
  expect(standing({ ...refused, isFilterStill: true })).toBe("refused");
  expect(standing({ ...refused, isFilterStill: false })).toBe("nothing");
});

it("shows what was found whatever is changed since", () => {
  const found = { isAsked: true, isRefused: false };
  expect(standing({ ...found, isFilterStill: false })).toBe("found");
  expect(standing({ ...found, isAsked: false, isFilterStill: true })).toBe("nothing");
});

describe("leadOf", () => {
  const fault = { from: 0, to: 2, detail: "No." };
  const refused = after(write("{}"), ask);

  it("leads to a fault once for each asking, whichever side brings it", () => {
    expect(leadOf(refused, [])).toBe(0);
    expect(leadOf(refused, [fault])).toBe(1);
    expect(leadOf(refused, [{ ...fault }])).toBe(1);
    expect(leadOf(asking(refused, ask), [fault])).toBe(2);
  });

  it("leaves alone who writes on, back to the refused text too", () => {
    expect(leadOf([write("{} "), write("{}")].reduce(asking, refused), [fault])).toBe(0);
    expect(leadOf(asking(refused, { kind: "try", changes: { k: 3 } }), [fault])).toBe(1);
  });
});

describe("what should be found", () => {
  const tick: Deed = { kind: "expect", id: "1", title: "Annual leave" };
  const other: Deed = { kind: "ask", asked: { ...ask.asked, question: "How much pay?" } };
  const ticked = (...deeds: Deed[]): string[] => [...after(ask, tick, ...deeds).expected.values()];

  it("is ticked and unticked, and stays while the same is asked", () => {
    expect(ticked(ask)).toEqual(["Annual leave"]);
    expect(ticked(tick)).toEqual([]);
  });

  it("goes when another question is searched, and stays when nothing was", () => {
    expect(ticked(other)).toEqual([]);
    expect(ticked(write("{a"), other)).toEqual(["Annual leave"]);
  });

  it("goes when another person asks", () => {
    expect(ticked({ kind: "ask", asked: { ...ask.asked, person: "ben@acme.example" } })).toEqual([]);
  });
});
