"""Ring for the workers of a queue, through the broker where it listens."""

import logging

import kombu.exceptions
import redis
from dramatiq.errors import BrokerConnectionError

from project.kernel.redis import redis_client
from workers.queues import COMPUTE, UNHEARD

logger = logging.getLogger(__name__)
NUDGE_SECONDS = 60


def ring(queue: str) -> None:
    """Nudge the queue's workers; without a broker the scheduler rings later, so nothing is lost."""
    try:
        if _unheard(queue) < UNHEARD:
            _ring_compute(queue) if queue in COMPUTE else _ring_talk(queue)
    except (kombu.exceptions.OperationalError, redis.RedisError, BrokerConnectionError):
        logger.warning("the broker does not answer; the scheduler will ring", extra={"queue": queue})


def _unheard(queue: str) -> int:
    # Both brokers keep what waits in a list: kombu under the queue's name, Dramatiq under its namespace.
    return int(redis_client().llen(queue if queue in COMPUTE else f"dramatiq:{queue}"))


def _ring_compute(queue: str) -> None:
    from workers.celery_app import app  # imported late: the web process starts without Celery

    app.send_task(
        "workers.tasks.compute.turn", kwargs={"queue": queue}, queue=queue, expires=NUDGE_SECONDS, retry=False
    )


def _ring_talk(queue: str) -> None:
    from workers.dramatiq_app import talk  # imported late: the web process starts without Dramatiq

    talk.TURNS[queue].send(queue)
