"""Say what happens by the clock."""

from typing import Any

from workers.queues import SWEEP

# A lost nudge or a dead worker is noticed within this time and the lease's.
SWEEP_SECONDS = 2.0
# Sources are started by jobs that wait for their time; this looks whether one is missing.
RESTORE_SECONDS = 1_800.0
PRUNE_SECONDS = 3_600.0
# Whether walls and graphs hold what they promise.
WALLS_SECONDS = 6 * 3_600.0
RECALL_SECONDS = 24 * 3_600.0
WEIGHTS_SECONDS = 24 * 3_600.0

SCHEDULE: dict[str, dict[str, Any]] = {
    "give back what dead workers hold, and ring for what waits": {
        "task": "workers.tasks.compute.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"queue": SWEEP, "expires": 5 * SWEEP_SECONDS},
    },
    "ask again for the starts of sources that the ledger lost": {
        "task": "workers.tasks.compute.restore",
        "schedule": RESTORE_SECONDS,
        "options": {"queue": SWEEP, "expires": RESTORE_SECONDS},
    },
    "forget jobs that ended long ago": {
        "task": "workers.tasks.compute.prune",
        "schedule": PRUNE_SECONDS,
        "options": {"queue": SWEEP, "expires": PRUNE_SECONDS},
    },
    "search for the canaries of every tenant": {
        "task": "workers.tasks.compute.check_walls",
        "schedule": WALLS_SECONDS,
        "options": {"queue": SWEEP, "expires": WALLS_SECONDS},
    },
    "compare the graphs of every tenant with exact search": {
        "task": "workers.tasks.compute.check_recall",
        "schedule": RECALL_SECONDS,
        "options": {"queue": SWEEP, "expires": RECALL_SECONDS},
    },
    "let the test sets of every tenant weigh its search": {
        "task": "workers.tasks.compute.learn_weights",
        "schedule": WEIGHTS_SECONDS,
        "options": {"queue": SWEEP, "expires": WEIGHTS_SECONDS},
    },
}
