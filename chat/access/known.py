"""Find the questions whose answer is known, and give the answers as their asker may see them now."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from chat.access.bounds import Bounds, is_left_by, is_within
from chat.access.standing import cited, sentence_of
from chat.answering.sources import from_editor
from chat.answering.types import KnownAnswer
from chat.models import CuratedAnswer, KnownQuestion, MessageState
from chat.types import Cached, Citation, Curated, Outcome
from documents.access import passages_by_id, visible_chunks
from documents.search.standing import states_of
from documents.types import Passage
from project.kernel.errors import NotFound
from tenants.access import names_of_people
from tenants.readers import EVERYONE
from tenants.types import Actor

NEAREST = 5
FORMER_MEMBER = "a former member"


def known_literally(*, actor: Actor, folded: UUID, key: UUID | None) -> list[KnownQuestion]:
    """Return the known questions of these very words: curated ones first, then what was answered under the key."""
    curated = KnownQuestion.objects.curated_for(actor).filter(folded=folded).select_related("curated")
    found = sorted(curated, key=_narrowest)
    if key is not None:
        found += _cached(key).filter(folded=folded).order_by("-created_at")[:1]
    return found


def known_nearby(
    *, actor: Actor, embedder: str, vector: list[float], key: UUID | None
) -> list[KnownQuestion]:
    """Return the known questions nearest to a vector, with their `distance`: curated ones first."""
    curated = KnownQuestion.objects.curated_for(actor).select_related("curated")
    found = sorted(curated.by_likeness(embedder, vector)[:NEAREST], key=_narrowest)
    if key is not None:
        found += _cached(key).by_likeness(embedder, vector)[:NEAREST]
    return found


def kept_alike(*, folded: UUID, embedder: str, vector: list[float] | None, key: UUID) -> list[KnownQuestion]:
    """Return what was answered before under a key to these very words, or near to them, with their `distance`."""
    found = list(_cached(key).filter(folded=folded))
    if vector is not None:
        found += _cached(key).exclude(folded=folded).by_likeness(embedder, vector)[:NEAREST]
    return found


def has_known(*, actor: Actor, key: UUID | None) -> bool:
    """Say whether there is anything that a question could be compared with."""
    curated = KnownQuestion.objects.curated_for(actor).exists()
    return curated or (key is not None and KnownQuestion.objects.under(key).exists())


def known_answer(*, actor: Actor, known: KnownQuestion, bounds: Bounds | None = None) -> KnownAnswer | None:
    """Return the answer of a known question as it holds for the actor now; None where it does not hold any more."""
    if known.curated is not None:
        return curated_answer(actor=actor, curated=known.curated, bounds=bounds)
    return _given_before(actor, known, bounds)


def curated_answer(
    *, actor: Actor, curated: CuratedAnswer, bounds: Bounds | None = None
) -> KnownAnswer | None:
    """Return an editor's text with those of its sources that the actor sees; None where one answers no more.

    Within bounds it answers where all that it cites lies inside.
    """
    states = states_of(actor=actor, document_ids=curated.source_documents)
    if not states.keys() >= set(curated.source_documents):
        return None
    if bounds is not None and not is_within(actor=actor, document_ids=states.keys(), bounds=bounds):
        return None
    people = names_of_people(tenant=actor.tenant, person_ids=[curated.owner_id])
    owner = people.get(curated.owner_id)
    recalled = Curated(
        id=curated.pk,
        by=(owner.name or owner.email) if owner else FORMER_MEMBER,
        reviewed_on=curated.reviewed_at.date(),
        has_changed_source=has_changed(
            curated.sources, {str(key): str(s.digest) for key, s in states.items()}
        ),
    )
    visible = {key for key, state in states.items() if state.is_visible}
    return KnownAnswer(
        recalled=recalled,
        answer=curated.answer,
        mode="generate",  # it is Markdown, whatever the model here does
        citations=_of_sources(actor, curated.sources, visible),
        sources=frozenset(visible),
        unseen=frozenset(curated.source_documents) - visible,
    )


def has_changed(sources: Iterable[dict[str, Any]], states: dict[str, str]) -> bool:
    """Say whether any source stands otherwise than when its answer was reviewed."""
    return any(states.get(source["document"]) != source["state"] for source in sources)


def wording_of(known: KnownQuestion) -> str:
    """Return a known question in its own words."""
    return known.message.question if known.message is not None else known.wording


def _narrowest(known: KnownQuestion) -> tuple[bool, int, float]:
    """Order editors' answers: written for the fewest first, then the latest reviewed."""
    assert known.curated is not None
    readers = known.curated.readers
    return EVERYONE in readers, len(readers), -known.curated.reviewed_at.timestamp()


def _cached(key: UUID) -> Any:
    done = Q(message__state=MessageState.DONE, message__outcome=Outcome.ANSWERED.value)
    found = KnownQuestion.objects.under(key).filter(done).exclude(message__answer="")
    return found.select_related("message").prefetch_related("message__citations")


def _given_before(actor: Actor, known: KnownQuestion, bounds: Bounds | None) -> KnownAnswer | None:
    # Exact to the moment: whatever was changed of a document since, and whoever changed it, its answers are over.
    states = states_of(actor=actor, document_ids=[UUID(key) for key in known.sources])
    standing = {str(key): str(state.digest) for key, state in states.items() if state.is_visible}
    message = known.message
    if message is None or standing != known.sources:
        return None
    # A filter may ask for what is no part of how a document reads: who answers for it, when it is due.
    asked = bounds.filter if bounds is not None else {}
    if asked and not is_left_by(actor=actor, document_ids=states.keys(), filter=asked):
        return None
    return KnownAnswer(
        recalled=Cached(at=message.finished_at or message.created_at, message=message.pk),
        answer=message.answer,
        citations=tuple(map(cited, message.citations.all())),
        sentences=tuple(map(sentence_of, message.sentences)),
        model=message.model,
        mode="quote" if message.mode == "quote" else "generate",
        index_version=message.index_version or 0,
        meant_as_of=message.meant_as_of,
        # Whether its own stream could be resumed says nothing of this one.
        degraded=tuple(part for part in message.degraded if part != "resume"),
        sources=frozenset(states),
    )


def _of_sources(actor: Actor, sources: Sequence[dict[str, Any]], visible: set[UUID]) -> tuple[Citation, ...]:
    cited = []
    for number, source in enumerate(sources, start=1):
        if UUID(source["document"]) in visible:
            chosen = _chosen(actor, source)
            passage = chosen or _first(actor, source)
            if passage is not None:
                cited.append(from_editor(passage, number=number, is_chosen=chosen is not None))
    return tuple(cited)


def _chosen(actor: Actor, source: dict[str, Any]) -> Passage | None:
    """Return the passage that an editor chose; None where it is no more, or another document's."""
    keys = [UUID(source["chunk"])] if source["chunk"] else []
    found = passages_by_id(actor=actor, chunk_ids=keys)
    return next((passage for passage in found if str(passage.document.id) == source["document"]), None)


def _first(actor: Actor, source: dict[str, Any]) -> Passage | None:
    """Return the first passage of a document, which stands for all of it."""
    try:
        first = visible_chunks(actor=actor, document_id=UUID(source["document"])).order_by("ordinal").first()
    except NotFound:
        return None
    found = passages_by_id(actor=actor, chunk_ids=[first.key]) if first is not None else ()
    return found[0] if found else None
