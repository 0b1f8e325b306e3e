"""Remove here what vanished at a source, unless that is more than anybody expected."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from documents.actions.removing import remove_documents
from documents.indexing.unnaming import HIDDEN, lock_sources, remembers_items
from documents.models import Document, Source, SourceItem, SourceRun
from documents.models.sources import SourceItemQuerySet
from documents.search.corpus import lock_corpus
from documents.sources.types import Item
from documents.syncing.keeping import Keeper
from documents.syncing.tally import Outcome, Tally, end, write_down
from documents.types import Happened, RunState
from project.kernel.db import TenantRef
from project.kernel.jobs import Lease
from tenants.types import Actor

# As many may go without a question, whatever their share: a small source is no reason to ask at every turn.
HANDFUL = 5
BATCH_DOCUMENTS = 50


class Removal:
    """Remove the documents of items that a complete walk did not come across."""

    def __init__(self, tenant: TenantRef, run: SourceRun, lease: Lease) -> None:
        """Keep which run it is."""
        self._tenant, self._run, self._lease = tenant, run, lease

    @transaction.atomic
    def foresee(self, seen: Collection[str]) -> dict[str, int]:
        """Tell in a dry run's log what would go; return its counts."""
        run = self._held()
        kept = SourceItem.objects.kept().filter(source_id=run.source_id).order_by("pk")
        gone = [row for row in kept.iterator() if row.external_id not in seen]
        write_down(run, _outcomes(gone, Happened.REMOVED))
        run.save(update_fields=["counts", "log"])
        asks = self._is_too_much(len(gone), kept.count())
        return {**run.counts, **({Happened.WOULD_REMOVE.value: len(gone)} if asks else {})}

    @transaction.atomic
    def asks(self) -> bool:
        """End the run with a question where too much would go; say whether it was asked."""
        run = self._held()
        gone = self._gone()
        kept = SourceItem.objects.kept().filter(source_id=run.source_id)
        if not self._is_too_much(gone.count(), kept.count()):
            return False
        write_down(run, _outcomes(list(gone), Happened.WOULD_REMOVE))
        run.save(update_fields=["counts", "log"])
        end(run, RunState.ASKING)
        return True

    def carry_out(self, actor: Actor) -> bool:
        """Remove what vanished, some at a time; say whether all of it went, or was told why not, in this turn."""
        refused: set[int] = set()
        while batch := self._next(refused):
            if self._lease.cancelled:
                self._cancel()
                return False
            refused |= self._remove(actor, batch)
        self._forget()
        return True

    def _is_too_much(self, gone: int, kept: int) -> bool:
        return gone > max(HANDFUL, kept * self._run.source.removal_share / 100)

    def _gone(self) -> SourceItemQuerySet:
        kept = SourceItem.objects.kept().filter(source_id=self._run.source_id)
        return kept.unseen_in(self._run.pk).order_by("pk")

    @transaction.atomic
    def _next(self, refused: set[int]) -> list[SourceItem]:
        return list(self._gone().exclude(pk__in=refused)[:BATCH_DOCUMENTS])

    @transaction.atomic
    def _remove(self, actor: Actor, batch: list[SourceItem]) -> set[int]:
        """Remove the documents of a batch; return the items whose documents are not the person's to remove."""
        self._lease.guard()
        # Before the run: whoever erases takes the locks in this order.
        lock_corpus(self._tenant)
        lock_sources()
        self._held()
        ids: list[UUID] = [row.document_id for row in batch if row.document_id]
        mine = {document.pk for document in Document.objects.visible_to(actor).locked(ids)}
        gone = [row for row in batch if row.document_id in mine]
        others = [row for row in batch if row.document_id not in mine]
        remove_documents([row.document_id for row in gone if row.document_id], actor=actor)
        SourceItem.objects.filter(pk__in=[row.pk for row in gone]).delete()
        why = "Its readers do not include the person as whom the source acts."
        # Read after the removal, which took names out of its log.
        run = self._held()
        outcomes = _outcomes(gone, Happened.REMOVED) + _outcomes(others, Happened.FAILED, "not_visible", why)
        write_down(run, outcomes)
        run.save(update_fields=["counts", "log"])
        return {row.pk for row in others}

    @transaction.atomic
    def _forget(self) -> None:
        """Forget what a person erased here, or what never could be kept, once it vanished at the source too."""
        self._lease.guard()
        rows = SourceItem.objects.filter(source_id=self._run.source_id).unseen_in(self._run.pk)
        source = Source.objects.filter(pk=self._run.source_id).first()
        if source is not None and remembers_items(source.state):
            # It lists what it remembers, too, and what was erased here it does not: that it is unseen says nothing.
            rows = rows.exclude(external_id__startswith=HIDDEN)
        rows.exclude(pk__in=SourceItem.objects.kept().values("pk")).delete()

    @transaction.atomic
    def _cancel(self) -> None:
        end(self._held(), RunState.CANCELLED)

    def _held(self) -> SourceRun:
        self._lease.guard()
        return Tally(self._run, self._lease).held()


def erase_unwritten(keeper: Keeper, tally: Tally) -> None:
    """Erase what was made while its source was removed: nothing says any more where it is from."""
    added = [outcome.document_id for outcome in tally.unwritten if outcome.happened is Happened.ADDED]
    actor = keeper.actor()
    with transaction.atomic():
        lock_corpus(actor.tenant)
        ids = keeper.made([document_id for document_id in added if document_id is not None])
        remove_documents([row.pk for row in Document.objects.visible_to(actor).locked(ids)], actor=actor)


def _outcomes(rows: list[SourceItem], happened: Happened, code: str = "", detail: str = "") -> list[Outcome]:
    return [
        Outcome(
            item=Item(external_id=row.external_id, title=""),
            happened=happened,
            document_id=row.document_id,
            code=code,
            detail=detail,
        )
        for row in rows
    ]
