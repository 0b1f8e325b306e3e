"""Say what happens by the clock."""

from typing import Any

from workers.queues import SWEEP

# A lost nudge or a dead worker is noticed within this time and the lease's.
SWEEP_SECONDS = 2.0

SCHEDULE: dict[str, dict[str, Any]] = {
    "give back what dead workers hold, and ring for what waits": {
        "task": "workers.tasks.compute.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"queue": SWEEP, "expires": 5 * SWEEP_SECONDS},
    },
}
