import type { ApiKeyScope } from "../../api/types";

export const text = {
  title: "API keys",
  lead: "A key lets a program act as you, within its scopes. Anyone who has it can use it.",
  newKey: "New key",
  name: "Name",
  nameHint: "What will use it, for example “Intranet search box”.",
  scopes: "It may",
  lifetime: "Valid for",
  lifetimes: { 30: "30 days", 90: "90 days", 365: "A year", 0: "Until it is revoked" } as Record<
    string,
    string
  >,
  create: "Create",
  created: (name: string) => `The key “${name}”`,
  once: "Copy it now. It is shown only this once; Raglan keeps no copy.",
  done: "I have copied it",
  empty: "No key has been made yet.",
  revoke: "Revoke",
  revokeTitle: (name: string) => `Revoke “${name}”?`,
  revokeBody: "Programs that use it are shut out within seconds.",
  revoked: "revoked",
  neverUsed: "never used",
  lastUsed: (ago: string) => `used ${ago}`,
  expires: (day: string) => `until ${day}`,
  unlimited: "no end",
  loading: "Loading",
  scopeWords: {
    "documents:read": "Read documents",
    "documents:write": "Add, change and delete documents",
    search: "Search",
    chat: "Ask questions",
    "feedback:write": "Give feedback",
    "quality:read": "Read feedback and evaluations",
    "quality:write": "Change feedback and evaluations",
    admin: "Administer",
  } as const satisfies Record<ApiKeyScope, string>,
};
