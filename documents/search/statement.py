"""Write the statements of a search: what may be seen, and the candidates of both legs in one round trip."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.embedding.types import Vectors, cut_dimensions
from documents.lexical.bm25 import K1, B
from documents.ranking.weighing import Weights
from documents.search.settings import SearchSettings
from documents.search.vectors import EXACT_ROWS, VectorKind, table_of

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
            WHERE t.key = 'weights' AND (k.id IS NOT NULL OR own.key = '')),
        (SELECT value FROM tuning WHERE key = 'ranker')
    FROM live CROSS JOIN counts
"""


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

    def literal(self, view: View) -> str:
        """Return it as SQL reads it, cut to the length of what is asked; raise ForeignVector for another model's."""
        if (self.embedder, self.revision) != (view.embedder, view.revision):
            raise ForeignVector(
                f"A question by {self.embedder} {self.revision} cannot meet vectors of {view.embedder} {view.revision}."
            )
        return "[" + ",".join(map(repr, cut_dimensions(self.values, view.kind.dimensions).tolist())) + "]"


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

# The hash of so many chunks stays within PostgreSQL's default of memory; beyond, there would be no hash at all.
HASHED_ROWS = 100_000

NO_TERMS = """
    weights AS (SELECT NULL::float8 AS weight WHERE false),
    lexical AS (SELECT NULL::bigint AS chunk_id, NULL::float8 AS score WHERE false)"""


def candidates(view: View, asked: Asked, *, is_large: bool, by_graph: bool) -> Statement:
    """Return the one statement that finds the candidates of both legs, with what is shown of them.

    What the person sees and the filter leaves `is_large` where it is more than EXACT_ROWS; only then is there use in
    a graph. Each row: dense score, lexical score, the most that each found term can add to the lexical one, the
    chunk's key and what is shown of it.
    """
    question = asked.vector.literal(view) if asked.vector else None
    dense, dense_values = _dense(view, asked, question, is_large, by_graph) if question else _nothing()
    lexical, lexical_values = _lexical(view, asked, is_large) if asked.terms else (NO_TERMS, [])
    cosine, cosine_values = _cosine(view, question)
    # The view was read before, in a statement of its own: what came or changed since is held against it here too.
    placed, placed_values = _placed("chunk", view)
    # Few that match are found once for both legs, and not once for each row.
    matching = "" if is_large or not asked.condition else f"matching AS MATERIALIZED ({_matching(asked)}), "
    sql = f"""
        WITH {matching}dense AS MATERIALIZED ({dense}), {lexical}
        SELECT coalesce(found.dense, {cosine}), found.lexical, ARRAY(SELECT weight FROM weights),
            c.key, c.text, c.page, c.place, c.section, c.start_offset, c.end_offset, c.tokens,
            c.parent_start, c.parent_end,
            d.id, d.external_id, d.title, d.url, k.slug, v.number
        FROM (SELECT coalesce(dense.chunk_id, lexical.chunk_id) AS chunk_id, dense.score AS dense,
                lexical.score AS lexical
            FROM dense FULL JOIN lexical ON dense.chunk_id = lexical.chunk_id OFFSET 0) found
        CROSS JOIN LATERAL (SELECT * FROM chunk WHERE id = found.chunk_id AND {placed} OFFSET 0) c
        -- Exact to the moment, however late the job that withdraws its chunks may be.
        JOIN document d ON d.id = c.document_id AND (d.expires_at IS NULL OR d.expires_at > now())
        JOIN document_version v ON v.id = c.version_id
        JOIN collection k ON k.id = d.collection_id
    """
    matching_values = asked.parameters if matching else []
    return sql, [*matching_values, *dense_values, *lexical_values, *cosine_values, *placed_values]


def _cosine(view: View, question: str | None) -> Statement:
    """Return the cosine of what only the lexical leg found: a handful of rows by their key."""
    if question is None:
        return "NULL::float8", []
    table, vector = table_of(view.index_id), f"%s::{view.kind.operand}"
    return f"(SELECT -(e.vector <#> {vector}) FROM {table} e WHERE e.chunk_id = c.id)", [question]


def count_matches(view: View, asked: Asked) -> Statement:
    """Return the statement that counts what the filter leaves, up to where it does not matter any more."""
    placed, values = _placed("c", view)
    return (
        f"""
        SELECT count(*) FROM (
            SELECT 1 FROM document d JOIN chunk c ON c.version_id = d.live_version_id
            WHERE c.splitting = %s::int AND {placed} AND {asked.condition} LIMIT {EXACT_ROWS + 1}) counted
        """,
        [view.splitting, *values, *asked.parameters],
    )


def _nothing() -> Statement:
    return "SELECT NULL::bigint AS chunk_id, NULL::float8 AS score WHERE false", []


def _placed(alias: str, view: View) -> Statement:
    sql, values = f"{alias}.audience_id = ANY(%s::int[])", [list(view.audiences)]
    if view.collections is not None:
        sql += f" AND {alias}.collection_id = ANY(%s::int[])"
        values.append(list(view.collections))
    return sql, values


def _dense(view: View, asked: Asked, question: str, is_large: bool, by_graph: bool) -> Statement:
    placed, values = _placed("e", view)
    if asked.condition and is_large:
        placed += (
            " AND EXISTS (SELECT 1 FROM chunk c JOIN document d ON d.id = c.document_id"
            f" WHERE c.id = e.chunk_id AND {asked.condition})"
        )
        values += asked.parameters
    elif asked.condition:
        placed += " AND e.chunk_id IN (SELECT id FROM matching)"
    vector = f"%s::{view.kind.operand}"
    distance = f"e.vector <#> {vector}"
    rows = f"SELECT e.chunk_id, {distance} AS distance FROM {table_of(view.index_id)} e WHERE {placed}"
    if by_graph:
        inner, values = (
            f"{rows} ORDER BY {view.kind.near('e.vector', vector)} LIMIT {asked.depth * view.kind.sampling:d}",
            [question, *values, question],
        )
        # A relaxed scan returns rows nearly in order: they are sorted again.
        inner = f"SELECT * FROM ({inner}) near OFFSET 0"
    else:
        inner, values = f"{rows} OFFSET 0", [question, *values]
    return (
        f"SELECT chunk_id, -distance AS score FROM ({inner}) e ORDER BY distance, chunk_id LIMIT {asked.depth:d}",
        values,
    )


def _matching(asked: Asked) -> str:
    return f"SELECT c.id FROM document d JOIN chunk c ON c.version_id = d.live_version_id WHERE {asked.condition}"


def _lexical(view: View, asked: Asked, is_large: bool) -> Statement:
    """Return BM25 by what the person sees alone: another's words change neither score nor order."""
    hits = """
        hits AS MATERIALIZED (
            SELECT p.* FROM (SELECT unnest(%s::text[]) AS term OFFSET 0) t
            CROSS JOIN LATERAL (SELECT term, size, chunks, frequencies, lengths FROM posting
                WHERE splitting = %s::int AND term = t.term OFFSET 0) p
        )"""
    found, found_values = _found_in_all() if view.is_whole else _found_in_visible(view)
    match, match_values = _match(asked, is_large)
    worth, worth_values = _worth(asked)
    sql = f"""{hits}, {found}, weights AS MATERIALIZED (
            SELECT term, ln(1 + (%s::float8 - holding + 0.5) / (holding + 0.5)) * {K1 + 1} * {worth} AS weight
            FROM holdings
        ), scored AS (
            SELECT f.chunk_id, sum(w.weight * f.f / (f.f + {K1 * (1 - B)}::float8 + f.l * %s::float8)) AS score
            FROM found f JOIN weights w USING (term) GROUP BY f.chunk_id
        ), lexical AS MATERIALIZED (
            SELECT s.chunk_id, s.score FROM (SELECT * FROM scored ORDER BY score DESC, chunk_id OFFSET 0) s
            {match} LIMIT {asked.depth:d}
        )"""
    values = [list(asked.terms), view.splitting, *found_values]
    return sql, [*values, float(view.visible), *worth_values, K1 * B / view.average_length, *match_values]


def _worth(asked: Asked) -> Statement:
    """Return what a term is worth beside one that was written."""
    if not asked.worths:
        return "1", []
    return "coalesce((%s::jsonb ->> term)::float8, 1)", [json.dumps(dict(asked.worths))]


def _found_in_all() -> Statement:
    return (
        """found AS (
            SELECT hits.term, u.chunk_id, u.f, u.l FROM hits
            CROSS JOIN LATERAL unnest(hits.chunks, hits.frequencies, hits.lengths) AS u(chunk_id, f, l)
        ), holdings AS (SELECT term, sum(size) AS holding FROM hits GROUP BY term)""",
        [],
    )


def _found_in_visible(view: View) -> Statement:
    placed, values = _placed("e", view)
    visible = f"SELECT e.chunk_id FROM {table_of(view.index_id)} e WHERE {placed}"
    if view.visible <= HASHED_ROWS:
        # IS TRUE makes a hash of what is visible; by a join the planner would look up each posting by itself.
        is_visible = f"(u.chunk_id IN ({visible})) IS TRUE"
    else:
        is_visible = f"EXISTS ({visible} AND e.chunk_id = u.chunk_id)"
    return (
        f"""found AS MATERIALIZED (
            SELECT hits.term, u.chunk_id, u.f, u.l FROM hits
            CROSS JOIN LATERAL unnest(hits.chunks, hits.frequencies, hits.lengths) AS u(chunk_id, f, l)
            WHERE {is_visible}
        ), holdings AS (SELECT term, count(*) AS holding FROM found GROUP BY term)""",
        values,
    )


def _match(asked: Asked, is_large: bool) -> Statement:
    if not asked.condition:
        return "", []
    if not is_large:
        # IS TRUE keeps the planner from a join: it takes the scores for a handful, and would read the list for each.
        return "WHERE (s.chunk_id IN (SELECT id FROM matching)) IS TRUE", []
    # The planner's hash join costs ten times as much as this OFFSET, which keeps the order of the loops.
    return (
        f"""CROSS JOIN LATERAL (SELECT 1 FROM chunk c JOIN document d ON d.id = c.document_id
                WHERE c.id = s.chunk_id AND {asked.condition} OFFSET 0) matching""",
        list(asked.parameters),
    )
