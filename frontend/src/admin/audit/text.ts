export const text = {
  title: "Audit trail",
  lead: "Who changed members, groups, keys, invitations and webhooks, and when.",
  loading: "Loading the trail",
  empty: "Nothing has been noted yet.",
  nobody: "The system",
  byKey: "with an API key",
};
