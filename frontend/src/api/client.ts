import createClient, { type Middleware } from "openapi-fetch";
import { csrfToken } from "./csrf";
import { problemFrom } from "./problem";
import type { paths } from "./schema";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

const sendCsrfToken: Middleware = {
  onRequest({ request }) {
    if (!safeMethods.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(sendCsrfToken);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Return the body of a success, throw a Problem for everything else. */
export async function unwrap<T>(pending: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await pending;
  if (!response.ok) throw problemFrom(response, error);
  return data as T;
}

const deadlineMilliseconds = 60_000;

/** The signal for a change, which outlives the screen that asked for it but not its deadline. */
export function deadline(milliseconds = deadlineMilliseconds): AbortSignal {
  return AbortSignal.timeout(milliseconds);
}

/** How often to look again at what is on its way, and at what may begin to be. */
export const pollMilliseconds = 2_000;
export const idlePollMilliseconds = 15_000;

/** The cursor inside a list's `next` link. */
export function cursorOf(link: string | null): string | undefined {
  if (link === null) return undefined;
  return new URL(link, "http://host").searchParams.get("cursor") ?? undefined;
}

type Given<T> = { [Field in keyof T]?: Exclude<T[Field], undefined> };

/** A query without the fields that say nothing; an empty field isn't the same to the server. */
export function given<T extends object>(query: T): Given<T> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Given<T>;
}
