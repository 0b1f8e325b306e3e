import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import { readEvent, serverEventKinds } from "./events";
import { clientExamples, serverExamples, words } from "./events.examples";

const path = new URL("../../../chat/protocol/events.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(path, "utf8"));

// The shared schema names formats that only the server checks.
const ajv = new Ajv({ strict: true, strictTypes: false, formats: { uuid: true } });
ajv.addSchema(schema, "chat");

function kindsOf(definition: string): string[] {
  return schema.$defs[definition].oneOf.flatMap((part: { $ref: string }) => {
    const name = part.$ref.replace("#/$defs/", "");
    const found = schema.$defs[name];
    return found.oneOf ? kindsOf(name) : [found.properties.type.const];
  });
}

describe("the chat protocol", () => {
  it("knows exactly the server's kinds", () => {
    expect([...serverEventKinds].sort()).toEqual(kindsOf("ServerMessage").sort());
  });

  it("has an example of every kind, both ways", () => {
    expect(Object.keys(serverExamples).sort()).toEqual(kindsOf("ServerMessage").sort());
    expect(Object.keys(clientExamples).sort()).toEqual(kindsOf("ClientMessage").sort());
  });

  it.each(Object.entries(serverExamples))("types %s as the schema does", (_kind, example) => {
    const isValid = ajv.validate({ $ref: "chat#/$defs/ServerMessage" }, example);
    expect(ajv.errorsText()).toBe("No errors");
    expect(isValid).toBe(true);
  });

  it.each(Object.entries(clientExamples))("sends %s as the schema wants it", (_kind, example) => {
    expect(ajv.validate({ $ref: "chat#/$defs/ClientMessage" }, example)).toBe(true);
  });

  it("uses every property that the schema declares, and no other", () => {
    for (const [kind, example] of Object.entries(serverExamples)) {
      const name = kind === "problem" ? "Problem" : kind.charAt(0).toUpperCase() + kind.slice(1);
      expect(Object.keys(example).sort()).toEqual(Object.keys(schema.$defs[name].properties).sort());
    }
  });

  it("knows every word of every list of words, and no other", () => {
    const lists = Object.entries<{ enum?: string[] }>(schema.$defs).flatMap(([name, found]) =>
      found.enum ? [[name, [...found.enum].sort()]] : [],
    );
    const known = Object.entries(words).map(([name, every]) => [name, Object.keys(every).sort()]);
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(lists));
  });

  it("reads nothing into what isn't an event", () => {
    expect(readEvent("not json")).toBeNull();
    expect(readEvent('{"type":"surprise"}')).toBeNull();
    expect(readEvent(new ArrayBuffer(1))).toBeNull();
    expect(readEvent("null")).toBeNull();
  });
});
