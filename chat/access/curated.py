"""Find the editors' answers for those who look after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chat.access.known import has_changed
from chat.models import CuratedAnswer, KnownQuestion
from documents.access import visible_documents
from documents.search.standing import DocumentState, states_of
from project.kernel.errors import NotFound
from tenants.access import names_of_people
from tenants.readers import EVERYONE, reader_names
from tenants.types import Actor, PersonName


@dataclass(frozen=True, kw_only=True)
class Source:
    """Show a document that a curated answer cites, to somebody who may read it."""

    document: UUID
    chunk: UUID | None
    title: str
    has_changed: bool
    # Some who are given the answer may not read it.
    is_narrower: bool


@dataclass(frozen=True, kw_only=True)
class CuratedEntry:
    """Carry a curated answer as its editors see it."""

    row: CuratedAnswer
    question: str
    wordings: tuple[str, ...]
    readers: tuple[str, ...]
    owner: PersonName | None
    reviewed_by: PersonName | None
    documents: tuple[Source, ...]
    # How many more it cites that its editor may not see.
    hidden_documents: int
    state: str
    due: tuple[str, ...]


def curated_answers(*, actor: Actor, state: str = "", words: str = "") -> "QuerySet[CuratedAnswer]":
    """Return the curated answers that the actor may see, in one state and with these words where they are given."""
    found = CuratedAnswer.objects.editable_by(actor)
    now = timezone.now()
    if words:
        worded = KnownQuestion.objects.filter(curated=OuterRef("pk"), wording__icontains=words)
        found = found.filter(Q(answer__icontains=words) | Exists(worded))
    match state:
        case "due":
            is_due = (
                Q(review_on__lte=now.date()) | Q(answer="") | Q(pk__in=_with_changed_sources(actor, found))
            )
            return found.filter(is_due, is_withdrawn=False)
        case "answering":
            return found.filter(is_withdrawn=False).exclude(expires_at__lte=now).exclude(answer="")
        case "expired":
            return found.filter(expires_at__lte=now)
        case "withdrawn":
            return found.filter(is_withdrawn=True)
        case _:
            return found


def access_curated(*, actor: Actor, curated_id: UUID) -> CuratedAnswer:
    """Return one curated answer; raise NotFound where the actor sees none."""
    found = CuratedAnswer.objects.editable_by(actor).filter(pk=curated_id).first()
    if found is None:
        raise NotFound("There is no such curated answer.")
    return found


@transaction.atomic
def access_curated_entry(*, actor: Actor, curated_id: UUID) -> CuratedEntry:
    """Return one curated answer as its editors see it; raise NotFound."""
    return curated_entries(actor=actor, rows=[access_curated(actor=actor, curated_id=curated_id)])[0]


def curated_entries(*, actor: Actor, rows: Iterable[CuratedAnswer]) -> list[CuratedEntry]:
    """Return curated answers with their wordings, names and sources, as the actor may see them."""
    rows = list(rows)
    worded: dict[UUID, list[str]] = {row.pk: [] for row in rows}
    wordings = KnownQuestion.objects.filter(curated__in=rows).order_by("pk")
    for curated_id, wording in wordings.values_list("curated_id", "wording"):
        worded[curated_id].append(wording)
    people = names_of_people(
        tenant=actor.tenant, person_ids=[key for row in rows for key in (row.owner_id, row.reviewed_by)]
    )
    tokens = {token for row in rows for token in row.readers}
    names = reader_names(tenant_id=actor.tenant.id, tokens=tokens)
    states = _states(actor, rows)
    shown = _shown(actor, states)
    return [
        CuratedEntry(
            row=row,
            question=worded[row.pk][0] if worded[row.pk] else "",
            wordings=tuple(worded[row.pk][1:]),
            readers=tuple(names[token] for token in row.readers),
            owner=people.get(row.owner_id),
            reviewed_by=people.get(row.reviewed_by),
            documents=tuple(_sources(row, states, shown)),
            hidden_documents=sum(
                key in states and not states[key].is_visible
                for key in (UUID(source["document"]) for source in row.sources)
            ),
            state=_state(row, states),
            due=tuple(_due(row, states)),
        )
        for row in rows
    ]


def _states(actor: Actor, rows: Sequence[CuratedAnswer]) -> Mapping[UUID, DocumentState]:
    return states_of(actor=actor, document_ids={key for row in rows for key in row.source_documents})


def _shown(actor: Actor, states: Mapping[UUID, DocumentState]) -> Mapping[UUID, Sequence[str]]:
    """Return the readers of the documents that the actor sees."""
    seen = visible_documents(actor=actor).filter(pk__in=states.keys())
    return dict(seen.values_list("pk", "audience__readers"))


def _sources(
    row: CuratedAnswer, states: Mapping[UUID, DocumentState], shown: Mapping[UUID, Sequence[str]]
) -> Iterable[Source]:
    for source in row.sources:
        key = UUID(source["document"])
        if key in shown:
            readers = shown[key]
            yield Source(
                document=key,
                chunk=UUID(source["chunk"]) if source["chunk"] else None,
                title=states[key].title,
                has_changed=str(states[key].digest) != source["state"],
                is_narrower=EVERYONE not in readers and not set(row.readers) <= set(readers),
            )


def _state(row: CuratedAnswer, states: Mapping[UUID, DocumentState]) -> str:
    if row.is_withdrawn:
        return "withdrawn"
    if row.expires_at is not None and row.expires_at <= timezone.now():
        return "expired"
    return "answering" if row.answer and states.keys() >= set(row.source_documents) else "held"


def _due(row: CuratedAnswer, states: Mapping[UUID, DocumentState]) -> Iterable[str]:
    if row.review_on is not None and row.review_on <= timezone.now().date():
        yield "review"
    if not states.keys() >= set(row.source_documents) or not row.answer:
        yield "source_gone"
    elif has_changed(row.sources, _digests(states)):
        yield "source_changed"


def _with_changed_sources(actor: Actor, found: "QuerySet[CuratedAnswer]") -> list[UUID]:
    rows = list(found.exclude(source_documents=[]))
    states = _states(actor, rows)
    return [row.pk for row in rows if has_changed(row.sources, _digests(states))]


def _digests(states: Mapping[UUID, DocumentState]) -> dict[str, str]:
    return {str(key): str(state.digest) for key, state in states.items()}
