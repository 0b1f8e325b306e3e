"""Keep the segments of postings few, beside searches and uploads."""

from django.db import transaction

from documents.indexing.parse import required_tenant
from documents.jobs import MergeSegments
from documents.search.corpus import lock_corpus
from documents.search.segments import merge, next_group
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease


def merge_segments(job: MergeSegments, *, lease: Lease) -> None:
    """Merge small segments, each group in a transaction of its own, until none is left or the turn is over."""
    tenant = required_tenant()
    while _merge_some(tenant, lease):
        if lease.cancelled:
            return
        if lease.is_turn_over:
            lease.step_aside()
            return


@transaction.atomic
def _merge_some(tenant: TenantRef, lease: Lease) -> bool:
    lease.guard()
    lock_corpus(tenant)
    group = next_group()
    if group:
        merge(group)
    return bool(group)
