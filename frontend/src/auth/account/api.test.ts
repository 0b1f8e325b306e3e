import { afterEach, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import { beginSecondFactor } from "./api";

const reply = (status: number, body: object) =>
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));
const begin = () => beginSecondFactor(new AbortController().signal);

afterEach(() => vi.unstubAllGlobals());

it("takes the secret from the reply that there is no factor yet", async () => {
  vi.stubGlobal("document", { cookie: "" });
  reply(404, { status: 404, meta: { secret: "JBSW", totp_url: "otpauth://totp/x" } });
  expect(await begin()).toEqual({ secret: "JBSW", address: "otpauth://totp/x" });
});

it("says so where the factor is on already, for then there is no secret", async () => {
  vi.stubGlobal("document", { cookie: "" });
  reply(200, { status: 200, data: { type: "totp" }, meta: {} });
  const failure = await begin().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Problem);
  expect(failure).toMatchObject({ code: "already_on", message: expect.stringContaining("on already") });
});
