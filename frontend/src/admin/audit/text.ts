export const text = {
  title: "Audit trail",
  lead: "Who changed what in the administration, and when.",
  loading: "Loading the trail",
  empty: "Nothing has been noted yet.",
  nobody: "The system",
  target: "Id",
  byKey: "with an API key",
};
