"""Say what happens by the clock."""

from typing import Any

from workers.queues import SWEEP

# A lost nudge or a dead worker is noticed within this time and the lease's.
SWEEP_SECONDS = 2.0
# Sources are started by jobs that wait for their time; this looks whether one is missing. What is due after hours is
# asked for by it, too: a scheduler that is started anew begins to count from zero, the ledger does not.
RESTORE_SECONDS = 1_800.0
PRUNE_SECONDS = 3_600.0

SCHEDULE: dict[str, dict[str, Any]] = {
    "give back what dead workers hold, and ring for what waits": {
        "task": "workers.tasks.compute.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"queue": SWEEP, "expires": 5 * SWEEP_SECONDS},
    },
    "ask for what is due in each tenant: starts of sources that the ledger lost, and regular checks": {
        "task": "workers.tasks.compute.restore",
        "schedule": RESTORE_SECONDS,
        "options": {"queue": SWEEP, "expires": RESTORE_SECONDS},
    },
    "forget jobs that ended long ago": {
        "task": "workers.tasks.compute.prune",
        "schedule": PRUNE_SECONDS,
        "options": {"queue": SWEEP, "expires": PRUNE_SECONDS},
    },
}
