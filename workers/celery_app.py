"""Set Celery up for what computes: `celery -A workers.celery_app worker -Q parse`."""

import os

import django
from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings
from kombu import Exchange, Queue

from workers.garbage import collect_seldom
from workers.queues import COMPUTE, SWEEP
from workers.schedules import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()
from tenants.checks import refuse_unsafe_start  # noqa: E402 - the apps must be set up first

settings.DATA_DIR.mkdir(parents=True, exist_ok=True)  # the scheduler keeps its clock there

app = Celery("raglan", broker=settings.REDIS_URL, include=["workers.tasks.compute"])
app.conf.update(
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in (*COMPUTE, SWEEP)],
    task_default_queue=SWEEP,
    task_create_missing_queues=False,
    task_ignore_result=True,
    # A message is a nudge that may be lost or come twice: the ledger holds the work and its lease.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 600,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        # Who rings does not wait for a broker that is down: kombu's own retries take six seconds.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    },
    worker_cancel_long_running_tasks_on_connection_loss=False,
    beat_schedule=SCHEDULE,
    beat_schedule_filename=str(settings.DATA_DIR / "celerybeat-schedule"),
    worker_hijack_root_logger=False,
    timezone="UTC",
)


@setup_logging.connect
def keep_logging(**_: object) -> None:
    """Leave the loggers as the settings made them."""


@worker_init.connect
def check_walls(**_: object) -> None:
    """End a worker whose database has a gap between tenants, before it takes a job."""
    refuse_unsafe_start()


@worker_init.connect
def keep_memory(**_: object) -> None:
    """Set the collection of garbage before the processes that work are forked."""
    collect_seldom()
