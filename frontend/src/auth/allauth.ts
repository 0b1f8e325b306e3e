/** Sign-in by django-allauth's headless browser API, the one part that isn't the public API. */
import { csrfToken } from "../api/csrf";
import { Problem } from "../api/problem";
import type { FieldProblem } from "../api/types";

const base = "/_allauth/browser/v1";

export interface Provider {
  id: string;
  name: string;
}

export type SignInStep = "signed_in" | "needs_code";

export interface Reply {
  status: number;
  meta?: { is_authenticated?: boolean; secret?: string; totp_url?: string };
  data?: { flows?: { id: string; is_pending?: boolean }[]; socialaccount?: unknown; unused_codes?: string[] };
  errors?: { code: string; message?: string; detail?: string; param?: string }[];
  /** What Raglan's own refusals say (too many attempts, a missing token): they are problem+json. */
  detail?: string;
  code?: string;
}

/** Call one address; every answer comes back, whatever its status. */
export async function call(
  method: string,
  path: string,
  signal: AbortSignal,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${base}${path}`, {
    method,
    signal,
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": csrfToken(),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const reply: Partial<Reply> = await response.json().catch(() => ({}));
  return { ...reply, status: response.status };
}

function stepAfter(reply: Reply): SignInStep {
  if (reply.status === 200 || reply.status === 409) return "signed_in";
  const pending = reply.data?.flows?.find((flow) => flow.is_pending)?.id;
  if (reply.status === 401 && pending === "mfa_authenticate") return "needs_code";
  throw problemOf(reply);
}

/** What went wrong, field by field. */
export function problemOf(reply: Reply): Problem {
  const fields: FieldProblem[] = (reply.errors ?? []).map(({ code, message, detail, param }) => ({
    field: param ?? "",
    code,
    detail: message ?? detail ?? "",
  }));
  const detail = fields.map((field) => field.detail).join(" ") || (reply.detail ?? "");
  const code = fields[0]?.code ?? reply.code ?? "unknown";
  return new Problem({ status: reply.status, detail, errors: fields, code });
}

/** Let the server set its CSRF cookie, by a question that it answers to anybody. */
export async function prepareSignIn(signal: AbortSignal): Promise<void> {
  await call("GET", "/config", signal);
}

export async function signIn(email: string, password: string, signal: AbortSignal): Promise<SignInStep> {
  await prepareSignIn(signal);
  return stepAfter(await call("POST", "/auth/login", signal, { email, password }));
}

export async function sendCode(code: string, signal: AbortSignal): Promise<SignInStep> {
  return stepAfter(await call("POST", "/auth/2fa/authenticate", signal, { code }));
}

export async function signOut(signal: AbortSignal): Promise<void> {
  const reply = await call("DELETE", "/auth/session", signal);
  if (reply.status !== 401 && reply.status !== 200) throw problemOf(reply);
}

/** The other ways to sign in that this tenant has set up (OIDC, SAML). */
export async function signInProviders(signal: AbortSignal): Promise<Provider[]> {
  const reply = await call("GET", "/config", signal);
  const social = reply.data?.socialaccount as { providers?: Provider[] } | undefined;
  return social?.providers ?? [];
}
