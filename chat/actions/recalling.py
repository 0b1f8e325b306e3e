"""Look among the known answers, keep those that were made, and let go of those that hold no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import hold_sources
from chat.access.bounds import Bounds
from chat.access.known import (
    has_known,
    kept_alike,
    known_answer,
    known_literally,
    known_nearby,
    wording_of,
)
from chat.answering.likeness import Gist, Reader, differing
from chat.answering.types import KnownAnswer, Recollection
from chat.jobs import look_after_known_questions
from chat.models import KnownQuestion, Trace
from chat.types import Citation
from documents.search.standing import states_of
from tenants.types import Actor

# What a later answer to the same words brings.
REPLACED = ("message", "embedder", "vector", "sources", "corpus", "created_at", "used_at", "expires_at")
# A row that is used all day is written once in this time.
TOUCH_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Hold a question as it is looked for; without a key only curated answers are."""

    question: str
    folded: UUID
    key: UUID | None
    # None where everything is asked.
    bounds: Bounds | None = None
    # What its asker sees, as it stands now.
    corpus: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Hold a question as an embedder places it, and how near one that asks the same must lie."""

    embedder: str
    vector: list[float]
    threshold: float


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Hold a kept answer since which other texts came to answer: what its question found then."""

    row: int
    message: UUID
    question: str
    found: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class Looked:
    """Say what was found, whether it is in doubt, and whether there is use in looking nearby."""

    recollection: Recollection
    is_worth_embedding: bool = False
    doubt: Doubt | None = None


@dataclass(frozen=True, kw_only=True)
class Made:
    """Hold what is to be kept of an answer that was made: shown from these passages, for so long."""

    message: UUID
    asked: Asked
    key: UUID
    sources: frozenset[UUID]
    shown: tuple[Citation, ...]
    lifetime: timedelta
    embedder: str
    vector: list[float] | None
    most_rows: int


@transaction.atomic(durable=True)
def look_literally(*, actor: Actor, asked: Asked) -> Looked:
    """Look for the question in these very words; while nothing is kept, let go of what was kept before."""
    if asked.key is None:
        KnownQuestion.objects.cached().delete()
    for known in known_literally(actor=actor, folded=asked.folded, key=asked.key):
        if answer := _held(actor, known, asked.bounds):
            detail = {"found": _kind(known), "by": "words"}
            return Looked(
                recollection=Recollection(known=answer, detail=detail),
                # What an editor wrote goes before what was kept, also where it asks the same in other words.
                is_worth_embedding=known.curated_id is None and has_known(actor=actor, key=None),
                doubt=_doubt(known, asked),
            )
    is_worth = has_known(actor=actor, key=asked.key)
    return Looked(recollection=Recollection(detail={"found": "nothing"}), is_worth_embedding=is_worth)


@transaction.atomic(durable=True)
def look_nearby(*, actor: Actor, asked: Asked, placed: Placed, reader: Reader) -> Looked:
    """Look for a question that lies near and asks the same; say of the nearest why it was none."""
    gist = reader.gist(asked.question)
    nearest: dict[str, object] = {}
    for known in known_nearby(actor=actor, embedder=placed.embedder, vector=placed.vector, key=asked.key):
        detail = compared(known, gist, placed.threshold, reader)
        if not detail["differs"] and (answer := _held(actor, known, asked.bounds)):
            said = {"found": _kind(known), "by": "meaning", **detail}
            return Looked(recollection=Recollection(known=answer, detail=said), doubt=_doubt(known, asked))
        if not nearest or float(str(detail["cosine"])) > float(str(nearest["cosine"])):
            nearest = detail
    if KnownQuestion.objects.not_of(placed.embedder).exists():
        # Editors' wordings that another embedder placed cannot be found until they are placed anew.
        look_after_known_questions()
    return Looked(recollection=Recollection(detail={"found": "nothing", **nearest}))


@transaction.atomic(durable=True)
def stale_of(*, asked: Asked, placed: Placed | None, reader: Reader) -> Mapping[int, UUID]:
    """Return the kept answers that a question would be given, each row with its message."""
    assert asked.key is not None
    found = kept_alike(
        folded=asked.folded,
        embedder=placed.embedder if placed else "",
        vector=placed.vector if placed else None,
        key=asked.key,
    )
    gist = reader.gist(asked.question)
    return {
        one.pk: one.message_id
        for one in found
        if one.message_id is not None
        and (
            one.folded == asked.folded
            or (placed and not compared(one, gist, placed.threshold, reader)["differs"])
        )
    }


@transaction.atomic(durable=True)
def reassure(*, doubt: Doubt, corpus: UUID | None) -> None:
    """Note that what its question finds in what stands now is what a kept answer was made of."""
    KnownQuestion.objects.still({doubt.row: doubt.message}).update(corpus=corpus)


@transaction.atomic(durable=True)
def let_go(stale: Mapping[int, UUID]) -> None:
    """Let go of kept answers, but for what took the place of any meanwhile."""
    KnownQuestion.objects.still(stale).delete()


def compared(known: KnownQuestion, gist: Gist, threshold: float, reader: Reader) -> dict[str, object]:
    """Say how near a known question is to a gist, and in what they differ: nothing where both ask the same."""
    cosine = 1.0 - float(known.distance)  # type: ignore[attr-defined]  # annotated by KnownQuestion.by_likeness
    differs = "meaning" if cosine < threshold else differing(gist, reader.gist(wording_of(known)))
    return {"cosine": round(cosine, 3), "threshold": threshold, "differs": differs}


@transaction.atomic(durable=True)
def keep(*, actor: Actor, made: Made) -> bool:
    """Keep an answer for whoever sees the same; say False where what it was made of has changed meanwhile."""
    if not hold_sources(message_id=made.message, added=made.sources):
        return False
    states = states_of(actor=actor, document_ids=made.sources)
    # It was made of these versions, by these names: no other may stand there by now.
    shown = {(cited.document.id, cited.document.version, cited.document.title) for cited in made.shown}
    if {(key, state.version, state.title) for key, state in states.items() if state.is_visible} != shown:
        return False
    now = timezone.now()
    row = KnownQuestion(
        message_id=made.message,
        key=made.key,
        folded=made.asked.folded,
        embedder=made.embedder if made.vector is not None else "",
        vector=made.vector,
        sources={str(key): str(state.digest) for key, state in states.items()},
        corpus=made.asked.corpus,
        created_at=now,
        used_at=now,
        expires_at=now + made.lifetime,
    )
    # Two may have answered the same at once: the later answer stands in the place of the earlier one.
    KnownQuestion.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key", "folded"], update_fields=REPLACED
    )
    _make_room(made.most_rows)
    look_after_known_questions(delay_seconds=made.lifetime.total_seconds())
    return True


def _held(actor: Actor, known: KnownQuestion, bounds: Bounds | None) -> KnownAnswer | None:
    """Return the answer of a known question where it still holds, and note that it was used; else let go of it."""
    answer = known_answer(actor=actor, known=known, bounds=bounds)
    if known.message_id is None:
        return answer
    # Meanwhile a later answer may stand in the place of this one, under its id.
    mine = KnownQuestion.objects.filter(pk=known.pk, message_id=known.message_id)
    if answer is None:
        mine.delete()
    else:
        mine.filter(used_at__lt=timezone.now() - TOUCH_AFTER).update(used_at=timezone.now())
    return answer


def _doubt(known: KnownQuestion, asked: Asked) -> Doubt | None:
    message = known.message
    if message is None or known.corpus == asked.corpus:
        return None
    stages = Trace.objects.filter(pk=message.pk).values_list("stages", flat=True).first() or []
    ranked = [one for stage in stages for one in stage.get("considered", ())]
    found = frozenset(UUID(one["chunk_id"]) for one in ranked)
    return Doubt(row=known.pk, message=message.pk, question=message.question, found=found)


def _kind(known: KnownQuestion) -> str:
    return "curated" if known.curated_id is not None else "cached"


def _make_room(most_rows: int) -> None:
    """Let those go that were not used for longest, where there are more than may be kept."""
    rows = KnownQuestion.objects.cached()
    if rows.count() > most_rows:
        beyond = rows.order_by("-used_at", "-pk").values_list("pk", flat=True)[most_rows:]
        KnownQuestion.objects.filter(pk__in=list(beyond)).delete()
