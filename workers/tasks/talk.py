"""Let Dramatiq's workers take jobs that wait on the network."""

import dramatiq

from workers import runner
from workers.queues import TALK

# The ledger counts attempts: a message that fails is never sent again.
TURNS = {
    queue: dramatiq.actor(actor_name=f"turn_{queue}", queue_name=queue, max_retries=0)(runner.drain)
    for queue in TALK
}
