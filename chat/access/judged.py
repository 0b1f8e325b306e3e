"""Read which passages people found right or wrong for their questions, for the training of rankers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from chat.models import Citation, Feedback, Message, Rating, Reason


@dataclass(frozen=True, kw_only=True)
class Span:
    """Say where a cited passage stood: chunks come and go with index versions, characters stay in their version."""

    chunk_id: UUID
    document_id: UUID
    version: int | None
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Hold a question with what was cited as right, as wrong, and the documents that people expected instead."""

    question: str
    good: frozenset[Span] = field(default_factory=frozenset)
    bad: frozenset[Span] = field(default_factory=frozenset)
    expected: frozenset[str] = field(default_factory=frozenset)

    def with_more(self, other: "Judgement") -> "Judgement":
        """Return both opinions as one; what some call right and others wrong tells nothing."""
        good, bad = self.good | other.good, self.bad | other.bad
        return Judgement(
            question=self.question,
            good=good - bad,
            bad=bad - good,
            expected=self.expected | other.expected,
        )


@transaction.atomic
def judged_questions() -> tuple[Judgement, ...]:
    """Return the tenant's judged questions, each once however often it was asked.

    Praise marks what the answer cited as right. Blame marks it as wrong only where it names the source; an answer may
    be wrong, old or ill put from the right passages. Questions that lean on a conversation are left out: alone they
    find something else. So are those that an editor's text answered: nothing was searched; and those that were asked as
    of a moment: today other texts answer them.
    """
    found: dict[str, Judgement] = {}
    for judgement in _opinions():
        key = folded(judgement.question)
        found[key] = found[key].with_more(judgement) if key in found else judgement
    return tuple(found.values())


def folded(question: str) -> str:
    """Return a question as it is the same for whoever asks it, however it is written."""
    return " ".join(question.lower().split())


def _opinions() -> Iterator[Judgement]:
    rows = Feedback.objects.select_related("message").prefetch_related("message__citations").order_by("id")
    first = _first_messages()
    for row in rows:
        if row.message.curated or row.message.request.get("as_of"):
            continue
        if first.get(row.message.conversation_id) != row.message_id:
            continue
        cited = frozenset(_span(citation) for citation in row.message.citations.all())
        expected = frozenset(filter(None, [row.expected_document.strip()]))
        is_good, is_bad = row.rating == Rating.UP, Reason.WRONG_SOURCE in row.reasons
        good, bad = cited if is_good else frozenset(), cited if is_bad and not is_good else frozenset()
        if good or bad or expected:
            yield Judgement(question=row.message.question, good=good, bad=bad, expected=expected)


def _first_messages() -> Mapping[UUID, UUID]:
    """Return with which message each conversation of a judged answer began."""
    pairs = (
        Message.objects.filter(conversation__messages__feedback__isnull=False)
        .order_by("conversation_id", "id")
        .distinct("conversation_id")
        .values_list("conversation_id", "id")
    )
    return dict(pairs)


def _span(citation: Citation) -> Span:
    return Span(
        chunk_id=citation.chunk_id,
        document_id=citation.document_id,
        version=citation.document.get("version"),
        start=citation.start,
        end=citation.end,
    )
