import type { Diagnosis, IndexState, JobState, Role, TriageStatus } from "../api/types";

export const roleWords = {
  owner: "Owner",
  admin: "Administrator",
  curator: "Curator",
  analyst: "Analyst",
  member: "Member",
} as const satisfies Record<Role, string>;

export const triageWords = {
  new: "New",
  seen: "Seen",
  resolved: "Resolved",
  dismissed: "Dismissed",
} as const satisfies Record<TriageStatus, string>;

export const diagnosisWords = {
  not_indexed: "The document is missing",
  not_retrieved: "The passage wasn’t found",
  ranked_low: "The passage was ranked too low",
  not_used: "The passage was found but not used",
  unsupported: "The answer goes beyond its sources",
  document_wrong: "The document is wrong",
  guardrail: "Wrongly declined or let through",
  other: "Something else",
} as const satisfies Record<Diagnosis, string>;

export const indexWords = {
  building: "Building",
  ready: "Ready to promote",
  live: "Live",
  retired: "Retired",
  failed: "Failed",
  cancelled: "Cancelled",
} as const satisfies Record<IndexState, string>;

export const jobWords = {
  queued: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
} as const satisfies Record<JobState, string>;

export const text = {
  title: "Administration",
  sections: {
    feedback: "Feedback",
    curated: "Curated answers",
    indexes: "Index and jobs",
    search: "Search",
    bench: "Test bench",
    health: "Health",
    people: "People",
    keys: "API keys",
    webhooks: "Webhooks",
    audit: "Audit trail",
  },
};
