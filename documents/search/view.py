"""Read what a person sees of an index version, and hold what is asked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from documents.embedding.types import Vectors, cut_dimensions
from documents.lexical.language import asked_languages
from documents.ranking.weighing import Weights
from documents.search.binary import BinaryValue, binary_vector
from documents.search.settings import SearchSettings
from documents.search.vectors import VectorKind

# An embedder's name and its revision.
Model = tuple[str, str]

VIEW = """
    WITH live AS MATERIALIZED (
        SELECT v.id, v.splitting, v.has_hnsw, v.settings
        FROM live_index l JOIN index_version v ON v.id = l.index_version_id WHERE l.id = %s::int
    ), audiences AS MATERIALIZED (
        SELECT id FROM audience WHERE (id > 0 AND %s::boolean) OR readers && %s::text[]
    ), collections AS MATERIALIZED (
        SELECT k.id, k.slug FROM collection k WHERE k.slug = ANY(%s::text[]) AND (
            k.audience_id IN (SELECT id FROM audiences) OR EXISTS (SELECT 1 FROM corpus_statistic s
                WHERE s.collection_id = k.id AND s.audience_id IN (SELECT id FROM audiences)))
    ), by_language AS (
        -- Below -1 are the audiences of canaries, which nobody counts: see documents.canaries.
        SELECT s.language, sum(s.chunks) FILTER (WHERE s.audience_id >= -1) AS chunks,
            sum(s.chunks) FILTER (WHERE s.audience_id >= -1 AND seen.is) AS ordinary,
            sum(s.chunks) FILTER (WHERE seen.is) AS visible,
            sum(s.terms) FILTER (WHERE seen.is) AS terms
        FROM corpus_statistic s JOIN live ON s.splitting = live.splitting
        CROSS JOIN LATERAL (SELECT s.audience_id IN (SELECT id FROM audiences)
            AND (%s::boolean OR s.collection_id IN (SELECT id FROM collections)) AS is) seen
        GROUP BY s.language
    ), counts AS (
        SELECT sum(chunks) AS chunks, sum(ordinary) AS ordinary, sum(visible) AS visible, sum(terms) AS terms,
            jsonb_object_agg(language, visible) FILTER (WHERE visible > 0) AS languages
        FROM by_language
    )
    SELECT live.id, live.splitting, live.has_hnsw, live.settings ->> 'embedder',
        (live.settings ->> 'dimensions')::int, ARRAY(SELECT id FROM audiences),
        ARRAY(SELECT id FROM collections), ARRAY(SELECT slug FROM collections),
        coalesce(counts.visible, 0)::bigint, coalesce(counts.terms, 0)::bigint,
        coalesce(counts.ordinary = counts.chunks, false), coalesce(counts.languages, '{}'),
        live.settings ->> 'revision', live.settings ->> 'precision', EXISTS (SELECT 1 FROM live_index WHERE id <> 0),
        (SELECT value FROM tuning WHERE key = 'search'),
        (SELECT jsonb_object_agg(coalesce(k.slug, ''), own.value)
            FROM tuning t CROSS JOIN LATERAL jsonb_each(t.value) own
            LEFT JOIN collection k ON k.id::text = own.key
            -- Of a collection that the asker sees nothing of, nothing is told.
            WHERE t.key = 'weights' AND (own.key = '' OR k.audience_id IN (SELECT id FROM audiences)
                OR EXISTS (SELECT 1 FROM corpus_statistic s
                    WHERE s.collection_id = k.id AND s.audience_id IN (SELECT id FROM audiences)))),
        (SELECT value FROM tuning WHERE key = 'ranker'), coalesce(counts.chunks, 0)::bigint
    FROM live CROSS JOIN counts
"""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Hold what a view needs to answer from what was in force at a moment."""

    at: datetime
    # Below zero: the ways in which what is past is cut.
    cuts: tuple[int, ...]
    # The index versions whose past vectors lie in the same space as those that are asked.
    indexes: tuple[int, ...]
    # How many documents that the person sees were in force; and of these, how many whose text then is not kept.
    documents: int = 0
    not_kept: int = 0
    # Of how many chunks there is no vector that a question can be compared with.
    unplaced: int = 0


@dataclass(frozen=True, kw_only=True)
class View:
    """Hold what one person sees of the live index: audiences, collections, and how much there is."""

    index_id: int
    splitting: int
    has_hnsw: bool
    embedder: str
    revision: str
    kind: VectorKind
    audiences: tuple[int, ...]
    # None: every collection.
    collections: tuple[int, ...] | None
    # How many chunks they see, and how many terms those have.
    visible: int
    terms: int
    # Whether there is no other chunk: neither one of other readers nor one that waits to answer.
    is_whole: bool
    # How many of the visible chunks are in each language.
    languages: Mapping[str, int]
    settings: SearchSettings = field(default_factory=SearchSettings)
    # How the legs are weighed, by collection; under no name what holds for the others.
    weights: Mapping[str, Weights] = field(default_factory=dict)
    # The record of the tenant's own ranker, where one was learned.
    ranker: Mapping[str, Any] | None = None
    # How many chunks there are for anybody.
    total: int = 0
    # Where what is asked for is what was in force then, and not what answers now.
    moment: Moment | None = None

    @property
    def cuts(self) -> tuple[int, ...]:
        """Return the ways to cut whose postings are looked up."""
        return (self.splitting, *(self.moment.cuts if self.moment else ()))

    def asked_languages(self, question: str) -> tuple[str, ...]:
        """Return in which languages its texts are asked, the question's own first, or that of most texts."""
        return languages_asked(question, self.languages, self.settings)

    @property
    def model(self) -> Model:
        """Return which model's vectors are compared."""
        return self.embedder, self.revision

    @property
    def average_length(self) -> float:
        """Return how many terms a visible chunk has on average."""
        return max(self.terms / self.visible, 1.0) if self.visible else 1.0


class ForeignVector(Exception):
    """Refuse a statement that would compare a question with the vectors of another model."""


@dataclass(frozen=True, kw_only=True)
class QuestionVector:
    """Hold a question as one revision of one model places it; (d,) float32 of unit length."""

    embedder: str
    revision: str
    values: Vectors

    def bound(self, view: View) -> BinaryValue:
        """Return it as it is bound, cut to the length of what is asked; raise ForeignVector for another model's."""
        if (self.embedder, self.revision) != (view.embedder, view.revision):
            raise ForeignVector(
                f"A question by {self.embedder} {self.revision} cannot meet vectors of {view.embedder} {view.revision}."
            )
        return binary_vector(view.kind.type, cut_dimensions(self.values, view.kind.dimensions))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Hold what is looked for: the question's vector and terms, how deep, and the filter as SQL."""

    vector: QuestionVector | None
    terms: tuple[str, ...]
    depth: int
    condition: str
    parameters: Sequence[Any]
    # What terms are worth that were not written; all others are worth 1.
    worths: Mapping[str, float] = field(default_factory=dict)


Statement = tuple[str, list[Any]]


def languages_asked(question: str, chunks: Mapping[str, int], settings: SearchSettings) -> tuple[str, ...]:
    """Return in which languages to ask texts; no words tell no language, so that of most texts comes first."""
    return asked_languages(question if settings.question_language else "", chunks)


def placed(alias: str, view: View) -> Statement:
    """Return the condition that a row stands where the person may see it."""
    sql, values = f"{alias}.audience_id = ANY(%s::int[])", [list(view.audiences)]
    if view.collections is not None:
        sql += f" AND {alias}.collection_id = ANY(%s::int[])"
        values.append(list(view.collections))
    return sql, values
