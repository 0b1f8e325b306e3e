import { api, deadline, unwrap } from "../api/client";
import { prepareSignIn, signIn } from "./allauth";

interface Acceptance {
  token: string;
  name: string;
  password: string;
}

/** Accept an invitation, then sign in with what was just chosen, unless the server did. */
export async function acceptInvitation(body: Acceptance): Promise<void> {
  await prepareSignIn(deadline());
  const { email } = await unwrap(api.POST("/api/v1/invitations/accept", { signal: deadline(), body }));
  await signIn(email, body.password, deadline());
}
