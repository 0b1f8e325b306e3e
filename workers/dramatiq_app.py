"""Set Dramatiq up for what talks: `dramatiq workers.dramatiq_app`."""

import os

import django
import dramatiq
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

broker = RedisBroker(url=settings.REDIS_URL, socket_connect_timeout=2, heartbeat_timeout=15_000)
dramatiq.set_broker(broker)

from workers.tasks import talk  # noqa: E402 - actors belong to the broker that is set

__all__ = ["broker", "talk"]
