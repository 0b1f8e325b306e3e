"""Set Dramatiq up for what talks: `dramatiq workers.dramatiq_app`."""

import os

import django
import dramatiq
import redis
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

# With an address of its own the broker would drop the limits on time.
client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2)
broker = RedisBroker(client=client, heartbeat_timeout=15_000)
dramatiq.set_broker(broker)

from tenants.checks import refuse_unsafe_start  # noqa: E402 - the apps must be set up first
from workers.tasks import talk  # noqa: E402 - actors belong to the broker that is set


class WallsMiddleware(dramatiq.Middleware):
    """End a worker whose database has a gap between tenants, before it takes a job."""

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Examine the walls."""
        refuse_unsafe_start()


broker.add_middleware(WallsMiddleware())

__all__ = ["broker", "talk"]
