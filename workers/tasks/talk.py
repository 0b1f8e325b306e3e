"""Let Dramatiq's workers take jobs that wait on the network."""

import dramatiq

from workers import runner
from workers.queues import TALK

# The ledger counts attempts: a message that fails is never sent again.
# A turn may take long, and the ledger's lease says whether it is alive: Dramatiq's own limit would end it midway.
TIME_LIMIT_MS = 24 * 60 * 60 * 1000

TURNS = {
    queue: dramatiq.actor(
        actor_name=f"turn_{queue}", queue_name=queue, max_retries=0, time_limit=TIME_LIMIT_MS
    )(runner.drain)
    for queue in TALK
}
