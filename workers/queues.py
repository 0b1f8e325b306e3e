"""Say which queue has its home where: one class of jobs, one queue, one home."""

COMPUTE = ("parse", "embed", "reindex", "ray", "evaluate")
# Served by whoever builds on Ray, while they do, and by no process that is always there.
ON_DEMAND = ("ray",)
TALK = ("webhooks", "mail", "sync")
# The scheduler's own: looking for what was lost.
SWEEP = "sweep"
# As many workers of a queue are woken at once; what nobody has heard yet needs no repeating.
UNHEARD = 4
