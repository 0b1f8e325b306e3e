import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { jobQuery, jobsKey, jobsQuery } from "./jobs";

it("looks again at a job wherever it is shown, once any of them was changed", async () => {
  const client = new QueryClient();
  const { queryKey: one } = jobQuery("j1");
  const { queryKey: all } = jobsQuery(false);
  client.setQueryData(one as readonly unknown[], {});
  client.setQueryData(all as readonly unknown[], {});
  await client.invalidateQueries({ queryKey: jobsKey });
  expect([one, all].map((key) => client.getQueryState(key)?.isInvalidated)).toEqual([true, true]);
});
