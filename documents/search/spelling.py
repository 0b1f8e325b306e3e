"""Ask for what misspelt words may mean, by what a person sees alone: no word of a hidden text is told or helps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from documents.lexical import spelling
from documents.lexical.analyzer import Analyzer
from documents.lexical.spelling import Meant
from documents.search.moments import chunks_then
from documents.search.view import Statement, View, placed

# A term that so many chunks hold is frequent enough to be meant: it is counted no further.
MOST_COUNTED = 100
# So many words of a question are looked at, and so many terms that begin as one of them does.
MOST_WORDS = 5
MOST_WALKED = 4_000
_analyzer = Analyzer()
# Which places of each segment are seen; a term's postings are never read through for it, however many are hidden.
_SEEN = "seen AS MATERIALIZED (SELECT segment, bit_or(bits) AS bits FROM visibility v WHERE {mine} GROUP BY segment)"
_POSTED = """
    (SELECT unnest(%s::text[]) AS term OFFSET 0) t
    CROSS JOIN LATERAL (SELECT * FROM posting WHERE splitting = %s::int AND term = t.term OFFSET 0) p
    JOIN seen s USING (segment)
"""
_COUNT = f"""
    WITH {_SEEN} SELECT term, least(sum(n), {MOST_COUNTED})::int FROM (
        SELECT p.term, CASE WHEN p.bits IS NOT NULL THEN bit_count(p.bits & s.bits) ELSE (
            SELECT count(*) FROM unnest(p.chunks) AS u(id) WHERE get_bit(s.bits, (u.id - p.segment)::int) = 1) END AS n
        FROM {_POSTED} OFFSET 0) counted
    GROUP BY term HAVING sum(n) > 0
"""
# The maps know of an end when its job has come; of what is told this asks at the moment itself.
_STANDING = f"""
    WITH {_SEEN} SELECT DISTINCT p.term FROM {_POSTED} CROSS JOIN LATERAL (
        SELECT 1 FROM (SELECT u.id FROM unnest(p.chunks) AS u(id)
            WHERE get_bit(s.bits, (u.id - p.segment)::int) = 1 OFFSET 0) u
        CROSS JOIN LATERAL (SELECT document_id FROM chunk WHERE id = u.id OFFSET 0) c
        CROSS JOIN LATERAL (SELECT 1 FROM document d
            WHERE d.id = c.document_id AND (d.expires_at IS NULL OR d.expires_at > now()) OFFSET 0) d
        LIMIT 1) standing
"""
# Each step goes to the next term of the B-tree, over all of the segments that hold the one before.
_WALK = """
    WITH RECURSIVE walk AS (
        SELECT b.after, b.before, (SELECT min(term) FROM posting
            WHERE splitting = %s::int AND term >= b.after AND term < b.before) AS term
        FROM unnest(%s::text[], %s::text[]) AS b(after, before)
        UNION ALL
        SELECT w.after, w.before, (SELECT min(term) FROM posting
            WHERE splitting = %s::int AND term > w.term AND term < w.before)
        FROM walk w WHERE w.term IS NOT NULL)
    SELECT term FROM (SELECT * FROM walk LIMIT %s::int) w WHERE length(term) BETWEEN %s::int AND %s::int
"""


@dataclass
class Spelling:
    """Collect what the words of one question were taken for."""

    # Words that are as they were meant: those in quotation marks.
    kept: frozenset[str] = frozenset()
    corrected: dict[str, list[str]] = field(default_factory=dict)

    def meant(self, view: View, question: str, languages: Sequence[str]) -> dict[str, float]:
        """Return terms near to those words that no visible chunk holds, each with what it is worth."""
        words = _analyzer.plain_words(question, languages)
        unsure = {
            word: terms
            for word, terms in words.items()
            if word not in self.kept and spelling.is_correctable(word)
        }
        seen = _counted(view, {term for terms in unsure.values() for term in terms}) if unsure else {}
        unseen = [word for word, terms in unsure.items() if not any(term in seen for term in terms)]
        worths: dict[str, float] = {}
        for word in unseen[:MOST_WORDS]:
            found = _near(view, word, languages) or _further(view, words[word])
            if found:
                self.corrected[word] = [meant.term for meant in found]
            worths |= {meant.term: max(meant.worth, worths.get(meant.term, 0.0)) for meant in found}
        return worths

    def explained(self) -> dict[str, object]:
        """Say what was taken for what; nothing where every word was found."""
        return (
            {"corrected": {word: list(terms) for word, terms in self.corrected.items()}}
            if self.corrected
            else {}
        )


def _near(view: View, word: str, languages: Sequence[str]) -> list[Meant]:
    found = _best(view, spelling.near_terms(word, languages), 1)
    return found if spelling.is_told_by(word, found) else []


def _further(view: View, stems: Iterable[str]) -> list[Meant]:
    """Return what two mistakes may have made of a long word."""
    near: set[str] = set()
    for stem in stems:
        if begins := spelling.prefixes(stem):
            near |= set(spelling.two_away(stem, _beginning(view, begins, len(stem))))
    return _best(view, near, 2)


def _beginning(view: View, begins: Sequence[str], letters: int) -> list[str]:
    """Return the terms of about so many letters that begin so."""
    after = [begin[:-1] + chr(ord(begin[-1]) + 1) for begin in begins]
    values: list[Any] = [
        view.splitting,
        list(begins),
        after,
        view.splitting,
        MOST_WALKED,
        letters - 2,
        letters + 2,
    ]
    return [row[0] for row in _rows(_WALK, values)]


def _best(view: View, terms: Iterable[str], distance: int) -> list[Meant]:
    best = spelling.best_of(_counted(view, terms), distance)
    if not best:
        return []
    if view.moment is not None:
        return best
    rows = _rows(*_asked(_STANDING, view, [meant.term for meant in best]))
    standing = {row[0] for row in rows}
    return [meant for meant in best if meant.term in standing]


def _counted(view: View, terms: Iterable[str]) -> Mapping[str, int]:
    """Return in how many visible chunks each of these terms is, of those that are in any; of then in a view of then."""
    if view.moment is not None:
        return dict(_rows(*chunks_then(view, sorted(terms), MOST_COUNTED)))
    return dict(_rows(*_asked(_COUNT, view, sorted(terms))))


def _asked(sql: str, view: View, terms: Sequence[str]) -> Statement:
    mine, values = placed("v", view)
    return sql.format(mine=mine), [*values, list(terms), view.splitting]


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
