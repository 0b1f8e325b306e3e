"""Number the passages that an answer draws on."""

from collections.abc import Sequence

from chat.answering.reader import Evidence
from chat.types import Citation
from documents.types import Passage

_QUOTE_CHARACTERS = 480


def from_passages(passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Cite passages by their beginnings, numbered from 1 and not yet verified."""
    return tuple(
        cite(passage, number=number, start=0, end=_quote_end(passage.text), is_verified=False)
        for number, passage in enumerate(passages, start=1)
    )


def from_editor(passage: Passage, *, number: int, is_chosen: bool) -> Citation:
    """Cite a passage by its beginning; an editor says that it says so where they have chosen it."""
    return cite(passage, number=number, start=0, end=_quote_end(passage.text), is_verified=is_chosen)


def from_evidence(evidence: Sequence[Evidence], passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Cite each quote by its own words, also two of one passage, in their order."""
    return tuple(
        cite(passages[quote.passage], number=number, start=quote.start, end=quote.end, is_verified=True)
        for number, quote in enumerate(evidence, start=1)
    )


def cite(passage: Passage, *, number: int, start: int, end: int, is_verified: bool) -> Citation:
    """Cite the characters `start:end` of a passage; the citation counts them in the document."""
    return Citation(
        n=number,
        chunk_id=passage.chunk_id,
        document=passage.document,
        page=passage.page,
        place=passage.place,
        section=passage.section,
        quote=passage.text[start:end],
        start=passage.start + start,
        end=passage.start + end,
        verified=is_verified,
    )


def narrowed(citation: Citation, passage: Passage, *, start: int, end: int) -> Citation:
    """Point an unverified citation to the words that support a sentence; a verified one stays."""
    if citation.verified:
        return citation
    return cite(passage, number=citation.n, start=start, end=end, is_verified=True)


def _quote_end(text: str) -> int:
    if len(text) <= _QUOTE_CHARACTERS:
        return len(text)
    return text.rfind(" ", 0, _QUOTE_CHARACTERS) if " " in text[:_QUOTE_CHARACTERS] else _QUOTE_CHARACTERS
