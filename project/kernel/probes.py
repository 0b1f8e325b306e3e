"""Answer the probes of an operator's platform: alive, ready, and the figures."""

import hmac
from collections.abc import Callable
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Case, CharField, Count, F, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from project.kernel.errors import NotFound, Unavailable
from project.kernel.figures import COUNTED
from project.kernel.jobs.pulse import stalled_pools
from project.kernel.models import JobRecord, JobState
from project.kernel.problems import problem_response
from project.kernel.redis import redis_client

# Of a job that is due later: after a failed attempt, or because it was asked for a time to come.
PUT_OFF = "put_off"


def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process is alive."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the database, Redis and the migrations are there; name what is down."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "redis": _redis,
        "migrations": _migrations,
    }
    down = {name: fault for name, check in checks.items() if (fault := check())}
    if down:
        return problem_response(Unavailable(f"Not ready: {', '.join(down)}."), down=down)
    return JsonResponse({"status": "ok", "down": down})


def metrics(request: HttpRequest) -> HttpResponse:
    """Print the process's figures for Prometheus, to callers inside the platform only."""
    if not _is_inside(request):
        return problem_response(NotFound())
    return HttpResponse(generate_latest() + _ledger(), content_type=CONTENT_TYPE_LATEST)


def _ledger() -> bytes:
    """Return how many jobs stand in each queue, as of now and of all processes; nothing where PostgreSQL is down."""
    counted = JobRecord.objects.open().annotate(stands=_standing()).values_list("queue", "stands")
    try:
        counts, stalled = list(counted.annotate(n=Count("pk"))), stalled_pools()
        apps = {name: (says, count()) for name, (says, count) in COUNTED.items()}
    except DatabaseError:
        return b""
    registry = CollectorRegistry()
    gauge = Gauge(
        "raglan_jobs", "Jobs that wait, run, or are put off.", ["queue", "state"], registry=registry
    )
    for queue, state, count in counts:
        gauge.labels(queue=queue, state=state).set(count)
    still = Gauge(
        "raglan_queue_stalled_seconds",
        "For how long work has waited in a queue that brings nothing forward.",
        ["queue"],
        registry=registry,
    )
    for queue, since in stalled.items():
        still.labels(queue=queue).set((timezone.now() - since).total_seconds())
    for name, (says, by_kind) in apps.items():
        gauge = Gauge(name, says, ["kind"], registry=registry)
        for kind, count in by_kind.items():
            gauge.labels(kind=kind).set(count)
    return generate_latest(registry)


def _standing() -> Case:
    """Tell what no worker may take yet from what waits for one: workers are scaled by the latter."""
    put_off = When(state=JobState.QUEUED, run_after__gt=timezone.now(), then=Value(PUT_OFF))
    return Case(put_off, default=F("state"), output_field=CharField())


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "PostgreSQL does not answer"
    return ""


def _redis() -> str:
    try:
        redis_client().ping()
    except redis.RedisError:
        return "Redis does not answer"
    return ""


def _migrations() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM public.django_migrations")
            applied = set(cursor.fetchall())
    except DatabaseError:
        return "run `manage.py migrate`, or wait until PostgreSQL answers"
    # Apps whose tables stand in tenants' schemas have no rows here; `migrate` knows each tenant's own.
    shared = {app for app, _ in applied}
    behind = [
        f"{app}.{name}" for app, name in _last_migrations() if app in shared and (app, name) not in applied
    ]
    return f"run `manage.py migrate`: {', '.join(behind)} is missing" if behind else ""


@cache
def _last_migrations() -> tuple[tuple[str, str], ...]:
    return tuple(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _is_inside(request: HttpRequest) -> bool:
    """Say whether the caller has the token, or, where none is set, calls from this machine itself."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not is_forwarded
