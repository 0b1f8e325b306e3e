"""Let a collection that has an index version of its own answer by the tenant's again."""

from django.db import transaction

from documents.indexing.build import fill_some, look_again
from documents.indexing.cutting import GivenUp
from documents.indexing.parse import required_tenant
from documents.indexing.pointing import fill_candidates, keep_previous, point, show_what_answers
from documents.indexing.reclaim import release
from documents.jobs import FollowTenant
from documents.models import IndexVersion, LiveIndex
from documents.search.corpus import lock_corpus
from documents.search.pending import is_lacking
from documents.search.scopes import Scope
from project.kernel.jobs import Lease


def follow_tenant(job: FollowTenant, *, lease: Lease) -> None:
    """Cut and embed a collection's documents for the tenant's index version, and let it answer when it has them.

    Where it is stopped, the collection's own goes on answering.
    """
    tenant = required_tenant()
    while True:
        with transaction.atomic():
            lease.guard()
            lock_corpus(tenant)
            missing = follow(job.collection_id, job.index_id)
        if missing is None:
            return
        look_again(missing)
        try:
            while fill_some(tenant, missing, lease):
                if lease.cancelled:
                    return
                if lease.is_turn_over:
                    lease.step_aside()
                    return
        except GivenUp:
            if lease.cancelled:
                return
            # Another one became the tenant's meanwhile.
            continue


def follow(collection_id: int, index_id: int) -> IndexVersion | None:
    """Let a collection answer by the tenant's index version, under the corpus lock; return that where it lacks some.

    It does nothing where another than `index_id` answers for the collection: somebody has promoted that meanwhile.
    From now on the tenant's takes the collection's documents too, as one to which it may go back.
    """
    pointer = LiveIndex.objects.filter(pk=collection_id, index_version=index_id).select_related("previous")
    mine = pointer.select_for_update(of=("self",)).first()
    tenants = LiveIndex.objects.select_related("index_version").get(pk=LiveIndex.TENANT).index_version
    if mine is None or mine.index_version_id == tenants.pk:
        return None
    if mine.previous_id != tenants.pk:
        before, mine.previous = mine.previous, tenants
        keep_previous(mine)
        if before is not None:
            release(before)
    scope = Scope(only=(collection_id,))
    if is_lacking(tenants.pk, tenants.splitting, tenants.reading, scope):
        return tenants
    point(mine, tenants)
    show_what_answers(tenants, scope)
    fill_candidates(collection_id)
    return None
