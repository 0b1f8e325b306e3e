"""Keep a search to the passages that hold its phrases, and to those that hold nothing of what it excludes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection

from documents.lexical.phrases import Phrase
from documents.lexical.wording import Wording
from documents.search.moments import documents_then, stands_then
from documents.search.statement import View

# Of a phrase that more passages hold, those are searched that hold most of the question's terms.
MOST_HOLDING = 2_000
# So many texts are fetched and read at once.
TEXTS_AT_ONCE = 500
# So many texts that have the words of a phrase are read for one that has them side by side. To find words so common
# that they have no postings every text is read, which is not done where there are more.
MOST_READ = 50_000

# SQL over a chunk `c` and its document `d`, and its parameters.
Condition = tuple[str, list[Any]]
_READ = """
    SELECT c.id, coalesce(c.language, v.language),
        concat_ws(E'\\n', d.title, array_to_string(c.section, E'\\n'), c.head, c.text)
    FROM chunk c JOIN {documents} JOIN document_version v ON v.id = c.version_id
"""
_NOT_POSTED = """
    (c.id IN (SELECT unnest(p.chunks) FROM posting p WHERE p.splitting = ANY(%s::int[]) AND p.term = ANY(%s::text[])))
    IS NOT TRUE
"""
_VISIBLE = """
    c.splitting = %s::int AND c.audience_id = ANY(%s::int[]) AND (%s::boolean OR c.collection_id = ANY(%s::int[]))
    AND (d.expires_at IS NULL OR d.expires_at > now())
"""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Hold, for each view of a search, which of its chunks may be found, and which phrases bound nothing."""

    wording: Wording
    conditions: Sequence[Condition] = ()
    # No visible passage holds them, or they are too common to be looked for: they were searched for as words.
    unmatched: tuple[str, ...] = ()
    # Each is held by some passage, yet no passage holds all.
    is_any: bool = False

    def of(self, number: int) -> Condition:
        """Return the condition of the view of this number; empty where all may be found."""
        return self.conditions[number] if self.conditions else ("", [])

    @property
    def degraded(self) -> tuple[str, ...]:
        """Return the name of what was left out: phrases, where some of them bound nothing."""
        return ("phrases",) if self.unmatched or self.is_any else ()

    def explained(self) -> dict[str, object]:
        """Say what was understood of the wording; nothing of a question that is but words."""
        wording = self.wording
        if wording.is_plain:
            return {}
        said: dict[str, object] = {"phrases": list(wording.phrases), "excluded": list(wording.excluded)}
        if self.unmatched:
            said["phrases_not_found"] = list(self.unmatched)
        return {**said, "phrases_not_found_together": True} if self.is_any else said


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Hold where phrases are looked for: what a person sees of one index version, within a filter."""

    view: View
    condition: str
    parameters: Sequence[Any]
    # Those of the question, by which passages are put in order.
    terms: Sequence[str] = field(default=())

    @property
    def texts(self) -> str:
        """Return the SQL of the texts of what stands here."""
        of_now = "document d ON d.id = c.document_id"
        then = self.view.moment is not None
        return _READ.format(
            documents=f"({documents_then(self.view)}) d ON d.version_id = c.version_id" if then else of_now
        )

    @property
    def visible(self) -> Condition:
        """Return the condition of what is seen, answers, and passes the filter."""
        view, also = self.view, f" AND {self.condition}" if self.condition else ""
        if view.moment is not None:
            return stands_then(view) + also, list(self.parameters)
        placed = [list(view.audiences), view.collections is None, list(view.collections or ())]
        return _VISIBLE + also, [view.splitting, *placed, *self.parameters]


def read_bounds(
    wording: Wording,
    views: Sequence[View],
    condition: str,
    parameters: Sequence[Any],
    terms_of: Callable[[View], Sequence[str]],
) -> Bounds:
    """Return what the phrases and exclusions of a question leave of each view, in the caller's transaction.

    Phrases that nothing visible holds leave all there is: the search says so, and goes on by their words.
    """
    if wording.is_plain:
        return Bounds(wording=wording)
    places = [
        _Place(view=view, condition=condition, parameters=parameters, terms=terms_of(view)) for view in views
    ]
    without = [_without(place, wording.excluded) for place in places]
    places = [_narrowed(place, bound) for place, bound in zip(places, without, strict=True)]
    held, unmatched, is_any = _holding(places, [Phrase(said) for said in wording.phrases])
    only: list[Condition] = [("c.id = ANY(%s::bigint[])", [ids]) for ids in held or ()]
    conditions = [both(*pair) for pair in zip(without, only, strict=True)] if only else without
    return Bounds(wording=wording, conditions=conditions, unmatched=unmatched, is_any=is_any)


def both(one: Condition, other: Condition) -> Condition:
    """Return the condition of what holds both; an empty one asks nothing."""
    return " AND ".join(filter(None, (one[0], other[0]))), [*one[1], *other[1]]


def _narrowed(place: _Place, bound: Condition) -> _Place:
    condition, parameters = both((place.condition, list(place.parameters)), bound)
    return _Place(view=place.view, condition=condition, parameters=parameters, terms=place.terms)


def _holding(
    places: Sequence[_Place], phrases: Sequence[Phrase]
) -> tuple[list[list[int]] | None, tuple[str, ...], bool]:
    """Return the chunks of each place that hold all phrases, else any; none where no phrase is held at all."""
    if not phrases:
        return None, (), False
    together = [list(islice(_found(place, phrases), MOST_HOLDING)) for place in places]
    if any(together):
        return together, (), False
    each = {
        phrase.said: [list(islice(_found(place, [phrase]), MOST_HOLDING)) for place in places]
        for phrase in (phrases if len(phrases) > 1 else ())
    }
    matched = [found for found in each.values() if any(found)]
    unmatched = tuple(phrase.said for phrase in phrases if not any(each.get(phrase.said, ())))
    if not matched:
        return None, unmatched, False
    union = [sorted({one for ids in found for one in ids}) for found in zip(*matched, strict=True)]
    return union, unmatched, len(matched) > 1


def _found(place: _Place, phrases: Sequence[Phrase], *, most_read: int = MOST_READ) -> Iterator[int]:
    """Yield the chunks that hold all of these phrases, those that hold most terms of the question first."""
    by_terms: dict[frozenset[str], list[str]] = {}
    for language in place.view.languages:
        terms = frozenset(term for phrase in phrases for term in phrase.terms(language))
        by_terms.setdefault(terms, []).append(language)
    for terms, languages in by_terms.items():
        if not terms and place.view.visible > most_read:
            continue
        candidates = _posted(place, terms) if terms else _scanned(place, phrases, languages)
        for chunk_id, language, text in islice(candidates, most_read):
            if language in languages and all(phrase.is_held(text, language) for phrase in phrases):
                yield chunk_id


def _posted(place: _Place, terms: frozenset[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the visible chunks that hold all these terms, with their language and text."""
    ids = _holding_terms(place, terms, ())
    if len(ids) > MOST_HOLDING:
        ids = _holding_terms(place, terms, place.terms)
    visible, values = place.visible
    for begin in range(0, len(ids), TEXTS_AT_ONCE):
        some = ids[begin : begin + TEXTS_AT_ONCE]
        sql = f"{place.texts} WHERE c.id = ANY(%s::bigint[]) AND {visible}"
        read = {row[0]: row for row in _rows(sql, [some, *values])}
        yield from (read[chunk_id] for chunk_id in some if chunk_id in read)


def _holding_terms(place: _Place, terms: frozenset[str], also: Sequence[str]) -> list[int]:
    """Return all chunks that hold some terms, those first that hold most of others too."""
    rows = _rows(
        """
        SELECT u.id FROM posting p CROSS JOIN LATERAL unnest(p.chunks, p.frequencies) AS u(id, f)
        WHERE p.splitting = ANY(%s::int[]) AND p.term = ANY(%s::text[]) GROUP BY u.id
        HAVING count(*) FILTER (WHERE p.term = ANY(%s::text[])) = %s::int
        ORDER BY count(*) DESC, sum(u.f) DESC, u.id
        """,
        [list(place.view.cuts), sorted({*terms, *also}), sorted(terms), len(terms)],
    )
    return [row[0] for row in rows]


def _scanned(
    place: _Place, phrases: Sequence[Phrase], languages: Sequence[str]
) -> Iterable[tuple[int, str, str]]:
    """Return the chunks of these languages whose text seems to have the words of the phrases as they are written."""
    visible, values = place.visible
    spoken = "coalesce(c.language, v.language) = ANY(%s::text[])"
    read = f"SELECT * FROM ({place.texts} WHERE {visible} AND {spoken}) AS c(id, language, text)"
    has = " AND ".join("lower(c.text) LIKE ANY(%s::text[])" for _ in phrases)
    patterns = [phrase.likenesses() for phrase in phrases]
    return _rows(f"{read} WHERE {has} ORDER BY c.id", [*values, list(languages), *patterns])


def _without(place: _Place, excluded: Sequence[str]) -> Condition:
    """Return the condition of what holds nothing of what is excluded."""
    conditions = [_without_one(place, Phrase(said)) for said in excluded]
    together: Condition = ("", [])
    for condition in conditions:
        together = both(together, condition)
    return together


def _without_one(place: _Place, phrase: Phrase) -> Condition:
    terms = [phrase.terms(language) for language in place.view.languages]
    if phrase.said.isalnum() and all(len(one) == 1 for one in terms):
        # Its postings say all: whatever holds the term holds the word.
        return _NOT_POSTED, [list(place.view.cuts), sorted(frozenset().union(*terms))]
    return "c.id <> ALL(%s::bigint[])", [list(_found(place, [phrase], most_read=place.view.visible))]


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
