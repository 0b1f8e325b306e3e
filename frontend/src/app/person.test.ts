import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";
import { sessionKey } from "../api/session";
import { watchPerson } from "./person";

let queryClient: QueryClient;
let departures: number;

beforeEach(() => {
  queryClient = new QueryClient();
  departures = 0;
  watchPerson(queryClient, () => {
    departures += 1;
  });
});

function signIn(id: string): void {
  queryClient.setQueryData(sessionKey, { user: { id } });
}

it("drops what the person before had loaded", () => {
  signIn("ada");
  queryClient.setQueryData(["conversation", "c"], { title: "Ada's" });
  queryClient.removeQueries({ queryKey: sessionKey });
  signIn("ben");
  expect(departures).toBe(1);
  expect(queryClient.getQueryData(["conversation", "c"])).toBeUndefined();
  expect(queryClient.getQueryData(sessionKey)).toEqual({ user: { id: "ben" } });
});

it("keeps all for the person who signs in again", () => {
  signIn("ada");
  queryClient.setQueryData(["conversation", "c"], { title: "Ada's" });
  queryClient.removeQueries({ queryKey: sessionKey });
  signIn("ada");
  expect(departures).toBe(0);
  expect(queryClient.getQueryData(["conversation", "c"])).toEqual({ title: "Ada's" });
});

it("notices another person after everything was cleared", () => {
  signIn("ada");
  queryClient.clear();
  signIn("ben");
  expect(departures).toBe(1);
});
