import { expect, it } from "vitest";
import { Store } from "./store";

class Counter extends Store<{ readonly count: number }> {
  add(): void {
    this.publish({ count: this.current.count + 1 });
  }
}

it("gives the same to look at until something changes, and tells whoever still listens", () => {
  const counter = new Counter({ count: 0 });
  let told = 0;
  const leave = counter.subscribe(() => {
    told += 1;
  });
  const before = counter.snapshot();
  expect(counter.snapshot()).toBe(before);
  counter.add();
  leave();
  counter.add();
  expect(told).toBe(1);
  expect([before.count, counter.snapshot().count]).toEqual([0, 2]);
});
