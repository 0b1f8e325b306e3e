/** What people change about their own sign-in: the password and the second factor. */
import { queryOptions } from "@tanstack/react-query";
import { Problem } from "../../api/problem";
import { call, problemOf, type Reply } from "../allauth";
import { text } from "./text";

const confirmationCode = "confirmation_required";

/** Whether the server wants to know once more who asks. */
export function isUnconfirmed(error: unknown): boolean {
  return error instanceof Problem && error.code === confirmationCode;
}

async function ask(method: string, path: string, signal: AbortSignal, body?: object): Promise<Reply> {
  const reply = await call(method, path, signal, body);
  if (reply.status === 401 && reply.meta?.is_authenticated) {
    // Not a 401 to the rest of the page, where that means signed out.
    throw new Problem({ status: 403, code: confirmationCode, detail: "" });
  }
  return reply;
}

async function expectSuccess(pending: Promise<Reply>): Promise<Reply> {
  const reply = await pending;
  if (reply.status !== 200) throw problemOf(reply);
  return reply;
}

/** Say the password again. */
export async function confirmPassword(password: string, signal: AbortSignal): Promise<void> {
  await expectSuccess(call("POST", "/auth/reauthenticate", signal, { password }));
}

/** Change the password; sessions elsewhere end. */
export async function changePassword(current: string, chosen: string, signal: AbortSignal): Promise<void> {
  const body = { current_password: current, new_password: chosen };
  await expectSuccess(call("POST", "/account/password/change", signal, body));
}

const totp = "/account/authenticators/totp";
const recovery = "/account/authenticators/recovery-codes";

export const secondFactorKey = ["second-factor"] as const;

export interface SecondFactor {
  isOn: boolean;
  unusedCodes: number;
}

interface Authenticator {
  type: string;
  unused_code_count?: number;
}

export const secondFactorQuery = queryOptions({
  queryKey: secondFactorKey,
  queryFn: async ({ signal }): Promise<SecondFactor> => {
    const reply = await expectSuccess(call("GET", "/account/authenticators", signal));
    const kinds = reply.data as unknown as Authenticator[];
    const codes = kinds.find(({ type }) => type === "recovery_codes");
    return { isOn: kinds.some(({ type }) => type === "totp"), unusedCodes: codes?.unused_code_count ?? 0 };
  },
});

export interface Enrolment {
  secret: string;
  address: string;
}

/** Draw a new secret for an authenticator app; it counts once a code of it has come back. */
export async function beginSecondFactor(signal: AbortSignal): Promise<Enrolment> {
  const reply = await ask("GET", totp, signal);
  // Success is the word for a factor that stands already, turned on in another window: it has no secret to show.
  if (reply.status === 200) throw new Problem({ status: 409, code: "already_on", detail: text.alreadyOn });
  const { secret, totp_url: address } = reply.meta ?? {};
  if (secret === undefined || address === undefined) throw problemOf(reply);
  return { secret, address };
}

export async function turnOnSecondFactor(code: string, signal: AbortSignal): Promise<void> {
  await expectSuccess(ask("POST", totp, signal, { code }));
}

export async function turnOffSecondFactor(signal: AbortSignal): Promise<void> {
  await expectSuccess(ask("DELETE", totp, signal));
}

/** Make recovery codes; those from before don't count any more. */
export async function makeRecoveryCodes(signal: AbortSignal): Promise<readonly string[]> {
  const reply = await expectSuccess(ask("POST", recovery, signal, {}));
  return reply.data?.unused_codes ?? [];
}
