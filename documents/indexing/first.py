"""Give a tenant its first index version, when its first document comes."""

from django.db import transaction
from django.utils import timezone

from documents.indexing.settings import index_settings
from documents.models import IndexVersion, LiveIndex
from documents.search.corpus import lock_corpus
from documents.search.vectors import create_vectors, kind_of
from documents.types import IndexState
from project.kernel.db import TenantRef


def ensure_live_index(tenant: TenantRef) -> None:
    """Make the first index version and let it answer; does nothing where one does."""
    with transaction.atomic():
        if LiveIndex.objects.filter(pk=LiveIndex.TENANT).exists():
            return
    first_id = _register(tenant)
    with transaction.atomic():
        kind = kind_of(IndexVersion.objects.get(pk=first_id).settings)
    # By the owner's connection, so outside of any transaction; repeated after a crash it does nothing.
    create_vectors(tenant, first_id, kind)
    with transaction.atomic():
        lock_corpus(tenant)
        now = timezone.now()
        IndexVersion.objects.filter(pk=first_id, state=IndexState.BUILDING).update(
            state=IndexState.READY, has_table=True, ready_at=now, promoted_at=now
        )
        LiveIndex.objects.bulk_create([LiveIndex(index_version_id=first_id)], ignore_conflicts=True)


@transaction.atomic
def _register(tenant: TenantRef) -> int:
    lock_corpus(tenant)
    known = IndexVersion.objects.order_by("pk").first()
    if known is not None:
        return known.pk
    first = IndexVersion.objects.create(settings=index_settings({}), splitting=1)
    IndexVersion.objects.filter(pk=first.pk).update(splitting=first.pk)
    return first.pk
