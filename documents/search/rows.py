"""Make passages of the rows that the legs of a search bring."""

from typing import Any

from documents.search.asking import Mode
from documents.types import DocumentRef, Passage, Scores

# Dense score, lexical score, the most that each found term can add to the lexical one, the chunk's key,
# then what is shown of it.
Row = tuple[Any, ...]


def passage_of(row: Row, mode: Mode, fused: float) -> Passage:
    """Return a row as a passage, whose score is that of the mode in which it was found."""
    dense, lexical, _, key, text, page, place, section, start, end, tokens, *others = row
    parent_start, parent_end, document_id, external_id, title, url, collection, version, dated = others
    return Passage(
        chunk_id=key,
        document=DocumentRef(
            id=document_id,
            external_id=external_id,
            title=title,
            url=url,
            collection=collection,
            version=version,
        ),
        text=text,
        page=page,
        place=place,
        section=tuple(section),
        start=start,
        end=end,
        score=_score(mode, dense, lexical, fused),
        scores=Scores(dense=dense, lexical=lexical, fused=fused),
        tokens=tokens,
        parent=None if parent_start is None else (parent_start, parent_end),
        dated=dated,
    )


def _score(mode: Mode, dense: float | None, lexical: float | None, fused: float) -> float:
    if mode == "dense" and dense is not None:
        return dense
    if mode == "lexical" and lexical is not None:
        return lexical
    return fused
