/** The way back in for somebody who has lost the password: a link by e-mail, then a new one. */
import { call, prepareSignIn, problemOf } from "./allauth";

/** Ask for the link. The server answers the same whether there is such an account or not. */
export async function requestReset(email: string, signal: AbortSignal): Promise<void> {
  await prepareSignIn(signal);
  const reply = await call("POST", "/auth/password/request", signal, { email });
  if (reply.status !== 200) throw problemOf(reply);
}

/** Whether a link still leads somewhere. */
export async function isResetOpen(key: string, signal: AbortSignal): Promise<boolean> {
  const reply = await call("GET", "/auth/password/reset", signal, undefined, {
    "X-Password-Reset-Key": key,
  });
  if (reply.status !== 200 && reply.status !== 400) throw problemOf(reply);
  return reply.status === 200;
}

/** Set the new password; whoever did signs in with it like everybody else. */
export async function resetPassword(key: string, password: string, signal: AbortSignal): Promise<void> {
  await prepareSignIn(signal);
  const reply = await call("POST", "/auth/password/reset", signal, { key, password });
  if (reply.status !== 200 && reply.status !== 401) throw problemOf(reply);
}
