"""Write, review, withdraw and delete an editor's answers; one durable transaction each, after the model was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.access.curated import access_curated
from chat.actions.known_questions import embedder_now, place
from chat.answering.likeness import Reader, differing, folded, threshold_of
from chat.answering.likeness.synonyms import same_words
from chat.jobs import look_after_known_questions
from chat.models import CuratedAnswer, KnownQuestion
from documents.access import passages_by_id
from documents.lexical.lexicon import Lexicon
from documents.search.holding import hold_documents
from documents.search.standing import ground_of, states_of
from project.kernel.errors import Conflict, FieldError, Invalid
from tenants.access import member_named
from tenants.actions import audit
from tenants.readers import reader_tokens
from tenants.types import Actor

MOST_COMPARED = 10


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Say how near a wording of a curated answer is to a question, and why it is no match: nothing where it is."""

    curated: UUID
    wording: str
    cosine: float | None
    differs: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Say what a question would be answered by, the nearest first."""

    threshold: float
    results: tuple[Compared, ...]


def create(*, actor: Actor, text: Mapping[str, Any]) -> UUID:
    """Write an answer; raise Invalid for unknown readers, documents or owners."""
    wordings = _wordings(text["question"], text.get("wordings", ()))
    vectors = place(wordings)
    with transaction.atomic(durable=True):
        row = CuratedAnswer(reviewed_by=actor.user_id, owner_id=actor.user_id)
        _write(actor, row, text)
        row.save(force_insert=True)
        _ask(row, wordings, vectors)
        audit.note(actor=actor, action="curated_answer.created", target=f"curated_answer:{row.pk}")
    return row.pk


def change(*, actor: Actor, curated_id: UUID, text: Mapping[str, Any]) -> None:
    """Change those parts of an answer that are given, which is a review of it; raise NotFound, or Invalid."""
    with transaction.atomic():
        before = access_curated(actor=actor, curated_id=curated_id)
        known = list(before.questions.order_by("pk").values_list("wording", flat=True))
    wordings = _wordings(text.get("question", known[0] if known else ""), text.get("wordings", known[1:]))
    is_reworded = wordings != known
    vectors = place(wordings) if is_reworded else None
    with transaction.atomic(durable=True):
        row = _locked(actor, before, text)
        cited = text.get("documents")
        _write(actor, row, {**text, "documents": _kept(row) if cited is None else _merged(actor, row, cited)})
        row.reviewed_at = row.updated_at = timezone.now()
        row.reviewed_by = actor.user_id
        row.save()
        if is_reworded:
            row.questions.all().delete()
            _ask(row, wordings, vectors)
        audit.note(
            actor=actor,
            action="curated_answer.changed",
            target=f"curated_answer:{row.pk}",
            parts=sorted(text),
        )


@transaction.atomic(durable=True)
def delete(*, actor: Actor, curated_id: UUID) -> None:
    """Delete an answer; raise NotFound where the actor sees none."""
    row = access_curated(actor=actor, curated_id=curated_id)
    row.delete()
    audit.note(actor=actor, action="curated_answer.deleted", target=f"curated_answer:{curated_id}")


def compare(*, actor: Actor, question: str) -> Comparison:
    """Return how near the wordings of the actor's curated answers are to a question, and which of them match."""
    placed = place([question])
    embedder = embedder_now()
    threshold = threshold_of(embedder, settings.ANSWER_CACHE_THRESHOLDS)
    with transaction.atomic():
        answers = CuratedAnswer.objects.editable_by(actor)
        mine = KnownQuestion.objects.filter(curated__in=answers)
        lexicon = Lexicon()
        language = lexicon.language_of(question)
        synonyms = ground_of(actor=actor).synonyms
        reader = Reader(lexicon, language, same_words(synonyms, lexicon, language))
        near = list(mine.by_likeness(embedder, placed[0])[:MOST_COMPARED]) if placed else []
        literal = [
            row for row in mine.filter(folded=folded(question)) if row.pk not in {one.pk for one in near}
        ]
    gist = reader.gist(question)
    results = [Compared(curated=_id(row), wording=row.wording, cosine=None, differs="") for row in literal]
    for row in near:
        cosine = round(1.0 - float(row.distance), 3)  # type: ignore[attr-defined]  # annotated by by_likeness
        is_literal = row.folded == folded(question)
        differs = "meaning" if cosine < threshold else differing(gist, reader.gist(row.wording))
        results.append(
            Compared(
                curated=_id(row), wording=row.wording, cosine=cosine, differs="" if is_literal else differs
            )
        )
    return Comparison(threshold=threshold, results=tuple(results))


def _id(row: KnownQuestion) -> UUID:
    assert row.curated_id is not None
    return row.curated_id


def _wordings(question: str, others: Sequence[str]) -> list[str]:
    """Return the question and its other wordings, each once."""
    return list({folded(text): text for text in reversed([question, *others])}.values())[::-1]


def _write(actor: Actor, row: CuratedAnswer, text: Mapping[str, Any]) -> None:
    for name in ("answer", "review_on", "expires_at"):
        if name in text:
            setattr(row, name, text[name])
    row.is_withdrawn = text.get("withdrawn", row.is_withdrawn)
    if "readers" in text:
        row.readers = list(reader_tokens(tenant_id=actor.tenant.id, names=text["readers"]))
    if text.get("owner"):
        row.owner_id = _owner(actor, text["owner"])
    if "documents" in text:
        row.sources = _sources(actor, row, text["documents"])
        row.source_documents = [UUID(source["document"]) for source in row.sources]


def _owner(actor: Actor, name: str) -> UUID:
    found = member_named(tenant=actor.tenant, name=name)
    if found is None:
        detail = "Expected a member's e-mail address or id."
        raise Invalid(detail, errors=[FieldError("owner", "unknown_member", detail)])
    return found


def _locked(actor: Actor, before: CuratedAnswer, text: Mapping[str, Any]) -> CuratedAnswer:
    """Lock an answer after its documents, as an erasure does; raise Conflict where one was erased meanwhile."""
    hold_documents({*before.source_documents, *(one["document"] for one in text.get("documents") or ())})
    access_curated(actor=actor, curated_id=before.pk)
    row = CuratedAnswer.objects.select_for_update().get(pk=before.pk)
    if before.answer and not row.answer:
        raise Conflict("A document that it cites was erased meanwhile. Look at it again.")
    return row


def _merged(actor: Actor, row: CuratedAnswer, cited: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what an editor cites, with what they were not shown, under its old numbers."""
    states = states_of(actor=actor, document_ids=row.source_documents)
    unseen = {key for key, state in states.items() if not state.is_visible}
    merged = list(cited)
    for number, kept in enumerate(_kept(row)):
        if kept["document"] in unseen - {one["document"] for one in cited}:
            merged.insert(number, kept)
    return merged


def _kept(row: CuratedAnswer) -> list[dict[str, Any]]:
    """Return what an answer cites, as an editor would send it again."""
    return [{"document": UUID(one["document"]), "chunk": one["chunk"]} for one in row.sources]


def _sources(actor: Actor, row: CuratedAnswer, cited: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what an answer cites, as it stands now; who reviews it may not know all of it, and it stays."""
    keys = [one["document"] for one in cited]
    held = hold_documents(keys)
    states = states_of(actor=actor, document_ids=keys)
    mine = {key for key, state in states.items() if state.is_visible} | set(row.source_documents)
    wrong = [
        FieldError(
            f"documents.{number}", "unknown_document", "Expected a document that answers and that you see."
        )
        for number, key in enumerate(keys)
        if key not in mine
    ]
    if wrong:
        raise Invalid(wrong[0].detail, errors=wrong)
    _refuse_foreign_chunks(actor, cited)
    before = {source["document"]: source["state"] for source in row.sources}
    return [
        {
            "document": str(one["document"]),
            "chunk": str(one["chunk"]) if one.get("chunk") else None,
            "state": _seen_state(states.get(one["document"]), before.get(str(one["document"]), "")),
        }
        for one in cited
        if one["document"] in held
    ]


def _refuse_foreign_chunks(actor: Actor, cited: Sequence[Mapping[str, Any]]) -> None:
    """Raise Invalid for a passage of another document; one that is no more is no longer shown as chosen."""
    chosen = {UUID(str(one["chunk"])) for one in cited if one.get("chunk")}
    owners = {
        str(found.chunk_id): found.document.id
        for found in passages_by_id(actor=actor, chunk_ids=list(chosen))
    }
    wrong = [
        FieldError(f"documents.{number}.chunk", "foreign_chunk", "Expected a passage of this document.")
        for number, one in enumerate(cited)
        if owners.get(str(one.get("chunk")), one["document"]) != one["document"]
    ]
    if wrong:
        raise Invalid(wrong[0].detail, errors=wrong)


def _seen_state(state: Any, before: str) -> str:
    # What its reviewer cannot see was not reviewed.
    return str(state.digest) if state is not None and state.is_visible else before


def _ask(row: CuratedAnswer, wordings: Sequence[str], vectors: Sequence[list[float]] | None) -> None:
    embedder = embedder_now() if vectors else ""
    KnownQuestion.objects.bulk_create(
        KnownQuestion(
            curated=row,
            wording=wording,
            folded=folded(wording),
            embedder=embedder,
            vector=vectors[number] if vectors else None,
        )
        for number, wording in enumerate(wordings)
    )
    if vectors is None:
        look_after_known_questions()
