"""Search what was in force at a moment: what answers since before it, and what answered then and was replaced.

A search as of a moment is rare, and looks at all that the person sees of that time: it has no graph and leaves no term
out. Searches of now do not know of any of it. Who may read is decided by the documents' readers of today.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from documents.lexical.bm25 import K1
from documents.search.lexical_leg import worth_of
from documents.search.statement import Asked, Statement, View
from documents.search.vectors import table_of
from documents.search.view import Moment

_PLACES = """
    SELECT ARRAY(SELECT DISTINCT splitting FROM corpus_statistic WHERE splitting < 0),
        ARRAY(SELECT o.id FROM index_version o JOIN index_version i ON i.id = %s::int
            AND (o.settings -> 'embedder', o.settings -> 'revision', o.settings -> 'dimensions')
            IS NOT DISTINCT FROM (i.settings -> 'embedder', i.settings -> 'revision', i.settings -> 'dimensions'))
"""


def views_then(views: Sequence[View], at: datetime) -> list[View]:
    """Return what a person sees of what was in force at a moment, in the caller's transaction."""
    return [_then(view, at) for view in views]


def _then(view: View, at: datetime) -> View:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [view.index_id])
        [(cuts, indexes)] = cursor.fetchall()
        then = replace(
            view,
            moment=Moment(at=at, cuts=tuple(cuts), indexes=tuple(indexes)),
            has_hnsw=False,
            is_whole=False,
        )
        cursor.execute(*_counted(then))
        [(languages, terms, documents, not_kept, unplaced)] = cursor.fetchall()
    found: dict[str, int] = json.loads(languages)
    assert then.moment is not None
    moment = replace(then.moment, documents=documents, not_kept=not_kept, unplaced=unplaced)
    visible = sum(found.values())
    return replace(then, moment=moment, languages=found, visible=visible, total=visible, terms=terms)


def documents_then(view: View) -> str:
    """Return the SQL of the documents that the person sees and that were in force, each as it was described then.

    It has no parameters: all that is written into it are numbers and a moment, none as anybody wrote it.
    """
    moment = view.moment
    assert moment is not None, "only a view of a moment is asked for it"
    at = f"'{moment.at.astimezone(UTC).isoformat()}'::timestamptz"
    within = "" if view.collections is None else f" AND d.collection_id = ANY({_numbers(view.collections)})"
    is_as_now = "v.id = d.live_version_id OR v.title = ''"
    described = ", ".join(
        f"CASE WHEN {is_as_now} THEN d.{name} ELSE v.{name} END AS {name}"
        for name in ("title", "url", "metadata")
    )
    return f"""
        SELECT d.id, d.external_id, d.audience_id, d.collection_id, d.owner_id, d.created_at, d.updated_at,
            d.review_on, d.expires_at, {described}, v.id AS version_id, v.language,
            v.id IS DISTINCT FROM d.live_version_id AND v.chunk_count > 0 AS is_past
        FROM in_force f JOIN document d ON d.id = f.document_id JOIN document_version v ON v.id = f.version_id
        WHERE f.since <= {at} AND (f.until > {at}
                OR (f.until IS NULL AND (d.expires_at IS NULL OR d.expires_at > {at})))
            AND d.audience_id = ANY({_numbers(view.audiences)}){within}
    """


def stands_then(view: View) -> str:
    """Return the condition that a chunk `c` is of the way in which its version answered."""
    # Nobody's are those of a version that waits, which never was in force.
    return f"c.splitting = ANY({_numbers(view.cuts)}) AND c.audience_id <> 0"


def candidates_then(view: View, asked: Asked) -> Statement:
    """Return the statement that finds the candidates of both legs; its rows are those of a search of now."""
    question = asked.vector.bound(view) if asked.vector else None
    distances, distance_values = _distances(view, question)
    words, word_values = _words(view, asked)
    condition = f" WHERE {asked.condition}" if asked.condition else ""
    sql = f"""
        WITH documents AS MATERIALIZED ({documents_then(view)}),
        standing AS MATERIALIZED (
            SELECT c.id, c.version_id, c.terms FROM documents d JOIN chunk c ON c.version_id = d.version_id
            WHERE {stands_then(view)}
        ), matching AS MATERIALIZED (
            SELECT c.id FROM standing s JOIN chunk c ON c.id = s.id JOIN documents d ON d.version_id = c.version_id
            {condition}
        ), distances AS MATERIALIZED ({distances}
        ), dense AS (
            SELECT id, score FROM distances ORDER BY score DESC, id LIMIT {asked.depth:d}
        ), {words}
        SELECT (SELECT score FROM distances WHERE id = c.id), found.lexical, ARRAY(SELECT weight FROM weights),
            c.key, c.text, c.page, c.place, c.section, c.start_offset, c.end_offset, c.tokens,
            c.parent_start, c.parent_end,
            d.id, d.external_id, d.title, d.url, k.slug, v.number, v.created_at
        FROM (SELECT coalesce(dense.id, lexical.id) AS id, lexical.score AS lexical
            FROM dense FULL JOIN lexical ON dense.id = lexical.id) found
        JOIN chunk c ON c.id = found.id JOIN documents d ON d.version_id = c.version_id
        JOIN document_version v ON v.id = c.version_id JOIN collection k ON k.id = d.collection_id
    """
    return sql, [*asked.parameters, *distance_values, *word_values]


def chunks_then(view: View, terms: Sequence[str], most: int) -> Statement:
    """Return the statement that counts, up to so many, the chunks that were in force and hold each of these terms."""
    return (
        f"""
        WITH documents AS MATERIALIZED ({documents_then(view)}), hits AS MATERIALIZED (
            SELECT term, unnest(chunks) AS id FROM posting
            WHERE splitting = ANY({_numbers(view.cuts)}) AND term = ANY(%s::text[])
        )
        SELECT h.term, least(count(*), {most:d})::int FROM hits h JOIN chunk c ON c.id = h.id
        JOIN documents d ON d.version_id = c.version_id WHERE {stands_then(view)} GROUP BY h.term
        """,
        [list(terms)],
    )


def _counted(view: View) -> Statement:
    """Return the statement that counts what was in force, by language, and what of it is lost."""
    moment = view.moment
    assert moment is not None
    return (
        f"""
        WITH documents AS MATERIALIZED ({documents_then(view)}), chunks AS MATERIALIZED (
            SELECT d.version_id, coalesce(c.language, d.language) AS language, c.id, c.terms
            FROM documents d JOIN chunk c ON c.version_id = d.version_id
            WHERE {stands_then(view)}
        )
        SELECT (SELECT coalesce(jsonb_object_agg(language, n), '{{}}') FROM (
                SELECT language, count(*) AS n FROM chunks GROUP BY language) l),
            (SELECT coalesce(sum(terms), 0)::bigint FROM chunks), (SELECT count(*) FROM documents),
            (SELECT count(*) FROM documents d WHERE d.is_past
                AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.version_id = d.version_id)),
            (SELECT count(*) FROM documents d JOIN chunks c ON c.version_id = d.version_id WHERE d.is_past
                AND NOT EXISTS (SELECT 1 FROM past_vector p
                    WHERE p.chunk_id = c.id AND p.index_id = ANY({_numbers(moment.indexes)})))
        """,
        [],
    )


def _distances(view: View, question: Any) -> Statement:
    """Return the cosine of all that matches; what has no vector of this model is as far as what is unrelated."""
    moment = view.moment
    assert moment is not None
    if question is None:
        return "SELECT NULL::bigint AS id, NULL::float8 AS score WHERE false", []
    now, then = f"%s::{view.kind.operand}", f"%s::{view.kind.operand}::halfvec"
    return (
        f"""
            SELECT m.id, -coalesce(e.vector <#> {now}, p.vector <#> {then}, 0) AS score FROM matching m
            LEFT JOIN {table_of(view.index_id)} e ON e.chunk_id = m.id
            LEFT JOIN past_vector p ON p.chunk_id = m.id AND p.index_id = ANY({_numbers(moment.indexes)})""",
        [question, question],
    )


def _words(view: View, asked: Asked) -> Statement:
    """Return the CTEs `weights` and `lexical`: BM25 over all that was in force, of what matches."""
    worth, worth_values = _beside_written(asked)
    sql = f"""hits AS MATERIALIZED (
            SELECT p.term, s.id, p.f, s.terms AS l FROM (
                SELECT term, unnest(chunks) AS id, unnest(frequencies) AS f FROM posting
                WHERE splitting = ANY({_numbers(view.cuts)}) AND term = ANY(%s::text[])) p
            JOIN standing s ON s.id = p.id
        ), weights AS MATERIALIZED (
            SELECT term, ln(1 + ({view.visible:d}::float8 - holding + 0.5) / (holding + 0.5)) * {K1 + 1}::float8
                * {worth} AS weight
            FROM (SELECT term, count(*)::float8 AS holding FROM hits GROUP BY term) held
        ), lexical AS MATERIALIZED (
            SELECT h.id, sum({worth_of("w.weight", view)}) AS score FROM hits h JOIN weights w USING (term)
            JOIN matching m ON m.id = h.id GROUP BY h.id ORDER BY score DESC, h.id LIMIT {asked.depth:d}
        )"""
    return sql, [list(asked.terms), *worth_values]


def _beside_written(asked: Asked) -> Statement:
    """Return what a term is worth beside one that was written."""
    if not asked.worths:
        return "1", []
    return "coalesce((%s::jsonb ->> term)::float8, 1)", [json.dumps(dict(asked.worths))]


def _numbers(values: Sequence[int]) -> str:
    return f"'{{{','.join(str(int(value)) for value in values)}}}'::int[]"
