"""Erase a tenant: its schema and role, its files, its keys in Redis, and its rows in shared tables."""

from dataclasses import dataclass
from typing import Any

import redis
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage, default_storage
from django.db import connections, transaction
from django.db.models import Exists, OuterRef, QuerySet

from project.kernel.db import TenantRef, shared_scope
from project.kernel.errors import NotFound, Unavailable
from project.kernel.models import JobRecord, Turn
from project.kernel.redis import redis_client
from tenants import schemas
from tenants.models import (
    ApiKey,
    AuditEvent,
    Group,
    GroupMember,
    IdempotencyRecord,
    Invitation,
    Membership,
    Person,
    Tenant,
    UsageCount,
    Webhook,
    WebhookDelivery,
)
from tenants.models.tenant import TenantState

# Children before their parents; the trail is deleted by the owner, since nobody else may.
_OWN_MODELS: tuple[type[Any], ...] = (
    WebhookDelivery,
    Webhook,
    IdempotencyRecord,
    UsageCount,
    Invitation,
    ApiKey,
    GroupMember,
    Group,
    Membership,
)
_SCAN = 1_000


@dataclass(frozen=True)
class Removal:
    """Say how much was removed from where."""

    place: str
    count: int


def erase(*, slug: str) -> list[Removal]:
    """Close a tenant and remove all that it has; a run that was cut off is completed by the next."""
    with shared_scope():
        tenant = _close(slug)
        return [
            *_drop_schema(tenant),
            Removal("files", _delete_folder(default_storage, tenant.schema)),
            Removal("redis keys", _delete_redis_keys(tenant)),
            *_delete_shared_rows(tenant),
        ]


def _close(slug: str) -> TenantRef:
    tenant = Tenant.objects.filter(slug=slug).first()
    if tenant is None:
        raise NotFound(f"There is no tenant {slug}.")
    # From here on nobody comes in, and workers take none of its jobs.
    Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.ERASING)
    JobRecord.objects.filter(tenant_id=tenant.pk).update(cancel_requested=True)
    return tenant.ref


def _drop_schema(tenant: TenantRef) -> list[Removal]:
    counts = schemas.count_rows(tenant)
    schemas.drop_schema(tenant)
    return [Removal(f"schema: {table}", count) for table, count in counts.items()]


def _delete_folder(storage: Storage, folder: str) -> int:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    for name in files:
        storage.delete(f"{folder}/{name}")
    inside = sum(_delete_folder(storage, f"{folder}/{name}") for name in folders if name)
    storage.delete(folder)
    return len(files) + inside


def _delete_redis_keys(tenant: TenantRef) -> int:
    try:
        client = redis_client()
        keys = list(client.scan_iter(match=f"{tenant.schema}:*", count=_SCAN))
        return sum(int(client.unlink(*keys[at : at + _SCAN])) for at in range(0, len(keys), _SCAN))
    except redis.RedisError as down:
        raise Unavailable("Redis does not answer: erase again when it does.") from down


def _delete_shared_rows(tenant: TenantRef) -> list[Removal]:
    removed = [Removal("audit_event", _delete_trail(tenant))]
    with transaction.atomic(durable=True):
        people = _people_of(tenant)
        removed += [_delete(model.objects.filter(tenant_id=tenant.id)) for model in _OWN_MODELS]
        removed += [
            _delete(JobRecord.objects.filter(tenant_id=tenant.id)),
            _delete(Turn.objects.filter(tenant_key=tenant.id)),
            *_delete_people(people),
            _delete(Tenant.objects.filter(pk=tenant.id)),
        ]
    return removed


def _delete_trail(tenant: TenantRef) -> int:
    try:
        return AuditEvent.objects.using("owner").filter(tenant_id=tenant.id).delete()[0]
    finally:
        connections["owner"].close()


def _people_of(tenant: TenantRef) -> list[Person]:
    """Return those who belong to this tenant and to no other."""
    places = Membership.objects.filter(person_id=OuterRef("pk"))
    here, elsewhere = places.filter(tenant_id=tenant.id), places.exclude(tenant_id=tenant.id)
    return list(Person.objects.filter(Exists(here), ~Exists(elsewhere)))


def _delete_people(people: list[Person]) -> list[Removal]:
    emails, ids = [person.email for person in people], {str(person.pk) for person in people}
    # Sessions and failed sign-ins name people without a foreign key.
    sessions = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) in ids]
    return [
        _delete(Session.objects.filter(pk__in=sessions)),
        *(
            _delete(model.objects.filter(username__in=emails))
            for model in (AccessAttempt, AccessFailureLog, AccessLog)
        ),
        _delete(Person.objects.filter(pk__in=ids)),
    ]


def _delete(rows: "QuerySet[Any]") -> Removal:
    return Removal(rows.model._meta.db_table, rows.delete()[0])
