import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { Role } from "./types";

export const sessionKey = ["session"] as const;

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/session", { signal })),
  staleTime: 60_000,
});

const administrators: ReadonlySet<Role> = new Set(["owner", "admin"]);
const librarians: ReadonlySet<Role> = new Set(["owner", "admin", "curator"]);
const reviewers: ReadonlySet<Role> = new Set(["owner", "admin", "curator", "analyst"]);

export const mayAdminister = (role: Role): boolean => administrators.has(role);
export const mayChangeDocuments = (role: Role): boolean => librarians.has(role);
export const mayReviewFeedback = (role: Role): boolean => reviewers.has(role);
