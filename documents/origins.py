"""Find sources and their runs: the only door to them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from documents.models import Source, SourceItem, SourceRun
from project.kernel.errors import NotFound
from tenants.types import Actor


def visible_sources(*, actor: Actor) -> QuerySet[Source]:
    """Return the sources of collections that the actor may see, with their latest run and how much of them is kept."""
    runs = SourceRun.objects.telling().filter(source=OuterRef("pk")).order_by("-id").values("pk")[:1]
    kept = SourceItem.objects.kept().filter(source=OuterRef("pk")).order_by().values("source")
    asking = SourceRun.objects.filter(source=OuterRef("pk"), state="asking").order_by("-id").values("pk")[:1]
    return (
        Source.objects.visible_to(actor)
        .select_related("collection")
        .annotate(
            last_run_id=Subquery(runs),
            asking_run_id=Subquery(asking),
            document_count=Coalesce(Subquery(kept.annotate(n=Count("pk")).values("n")), 0),
        )
    )


def access_source(*, actor: Actor, source_id: UUID) -> Source:
    """Return a source of a collection that the actor may see; raise NotFound."""
    found = visible_sources(actor=actor).filter(pk=source_id).first()
    if found is None:
        raise NotFound("There is no such source.")
    return found


def visible_runs(*, actor: Actor, source_id: UUID) -> QuerySet[SourceRun]:
    """Return a source's runs without their logs; raise NotFound."""
    access_source(actor=actor, source_id=source_id)
    return SourceRun.objects.filter(source_id=source_id).defer("log")


def access_run(*, actor: Actor, source_id: UUID, run_id: UUID) -> SourceRun:
    """Return a run of a source with its log, less what it says of documents of other readers; raise NotFound."""
    access_source(actor=actor, source_id=source_id)
    found = SourceRun.objects.select_related("source").filter(source_id=source_id, pk=run_id).first()
    if found is None:
        raise NotFound("There is no such run.")
    hidden = SourceItem.objects.filter(source_id=source_id).hidden_from(actor)
    names = set(hidden.values_list("external_id", flat=True))
    found.log = [entry for entry in found.log if entry["external_id"] not in names]
    return found


def runs_by_id(ids: list[UUID]) -> Mapping[UUID, SourceRun]:
    """Return runs without their logs, by id."""
    return SourceRun.objects.defer("log").in_bulk(ids)


def log_of(run: SourceRun, *, happened: str = "", words: str = "") -> list[dict[str, Any]]:
    """Return the entries of a run's log that the filters leave."""
    words = words.lower()
    return [
        entry
        for entry in run.log
        if (not happened or entry["happened"] == happened)
        and (not words or words in f"{entry['external_id']} {entry['title']} {entry['detail']}".lower())
    ]


def is_of_another(*, source_id: UUID, document_id: UUID) -> bool:
    """Say whether another source keeps this document."""
    others = SourceItem.objects.filter(~Q(source_id=source_id), document_id=document_id)
    return others.exists()
