"""Answer the probes of an operator's platform: alive, ready, and the figures."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from project.kernel.redis import redis_client


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
    status = {"status": "down" if down else "ok", "down": down}
    return JsonResponse(status, status=503 if down else 200, headers={"Retry-After": "5"} if down else {})


def metrics(request: HttpRequest) -> HttpResponse:
    """Print the process's figures for Prometheus, to callers inside the platform only."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


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
            cursor.execute("SELECT to_regclass('public.tenant')")
            row = cursor.fetchone()
    except DatabaseError:
        return "unknown while PostgreSQL does not answer"
    return "" if row and row[0] else f"run `manage.py migrate` ({settings.ENVIRONMENT})"
