"""Write the statement of a search: the candidates of both legs, with what is shown of them, in one round trip."""

from documents.search.binary import BinaryValue
from documents.search.lexical_leg import NO_TERMS, leaves_out, lexical
from documents.search.vectors import table_of
from documents.search.view import (
    VIEW,
    Asked,
    ForeignVector,
    Model,
    QuestionVector,
    Statement,
    View,
    placed,
)

__all__ = [
    "VIEW",
    "Asked",
    "ForeignVector",
    "Model",
    "QuestionVector",
    "Statement",
    "View",
    "candidates",
    "count_matches",
    "matches",
]


def candidates(
    view: View, asked: Asked, *, is_large: bool, by_graph: bool, is_bounded: bool = True
) -> Statement:
    """Return the one statement that finds the candidates of both legs, with what is shown of them.

    What the person sees and the filter leaves `is_large` where it is more than EXACT_ROWS; only then is there use in
    a graph. Each row: dense score, lexical score, the most that each found term can add to the lexical one, the
    chunk's key, what is shown of it, and last whether terms were left out of the choice of candidates, which only
    `is_bounded` allows.
    """
    question = asked.vector.bound(view) if asked.vector else None
    dense, dense_values = _dense(view, asked, question, is_large, by_graph) if question else _nothing()
    words, word_values = (
        lexical(view, asked, is_large=is_large, is_bounded=is_bounded) if asked.terms else (NO_TERMS, [])
    )
    cosine, cosine_values = _cosine(view, question)
    # The view was read before, in a statement of its own: what came or changed since is held against it here too.
    mine, mine_values = placed("chunk", view)
    # Few that match are found once for both legs, and not once for each row.
    matching, matching_values = ("", []) if is_large or not asked.condition else matches(view, asked)
    sql = f"""
        WITH {matching and f"matching AS MATERIALIZED ({matching}), "}dense AS MATERIALIZED ({dense}), {words}
        SELECT coalesce(found.dense, {cosine}), found.lexical, ARRAY(SELECT weight FROM weights),
            c.key, c.text, c.page, c.place, c.section, c.start_offset, c.end_offset, c.tokens,
            c.parent_start, c.parent_end,
            d.id, d.external_id, d.title, d.url, k.slug, v.number, v.created_at,
            {leaves_out(view, asked, is_large=is_large)}
        FROM (SELECT coalesce(dense.chunk_id, lexical.chunk_id) AS chunk_id, dense.score AS dense,
                lexical.score AS lexical
            FROM dense FULL JOIN lexical ON dense.chunk_id = lexical.chunk_id OFFSET 0) found
        CROSS JOIN LATERAL (SELECT * FROM chunk WHERE id = found.chunk_id AND {mine} OFFSET 0) c
        -- Exact to the moment, however late the job that withdraws its chunks may be.
        JOIN document d ON d.id = c.document_id AND (d.expires_at IS NULL OR d.expires_at > now())
        JOIN document_version v ON v.id = c.version_id
        JOIN collection k ON k.id = d.collection_id
    """
    return sql, [*matching_values, *dense_values, *word_values, *cosine_values, *mine_values]


def _cosine(view: View, question: BinaryValue | None) -> Statement:
    """Return the cosine of what only the lexical leg found: a handful of rows by their key."""
    if question is None:
        return "NULL::float8", []
    table, vector = table_of(view.index_id), f"%s::{view.kind.operand}"
    return f"(SELECT -(e.vector <#> {vector}) FROM {table} e WHERE e.chunk_id = c.id)", [question]


def matches(view: View, asked: Asked) -> Statement:
    """Return the statement of the chunks that the person sees and the filter leaves."""
    mine, values = placed("c", view)
    return (
        f"""
        SELECT c.id, c.segment, c.terms FROM document d JOIN chunk c ON c.version_id = d.live_version_id
        WHERE c.splitting = %s::int AND {mine} AND {asked.condition}""",
        [view.splitting, *values, *asked.parameters],
    )


def count_matches(view: View, asked: Asked, most: int) -> Statement:
    """Return the statement that counts what the filter leaves, up to one more than matters."""
    sql, values = matches(view, asked)
    return f"SELECT count(*) FROM ({sql} LIMIT {most + 1:d}) counted", values


def _nothing() -> Statement:
    return "SELECT NULL::bigint AS chunk_id, NULL::float8 AS score WHERE false", []


def _dense(view: View, asked: Asked, question: BinaryValue, is_large: bool, by_graph: bool) -> Statement:
    mine, values = placed("e", view)
    if asked.condition and is_large:
        mine += (
            " AND EXISTS (SELECT 1 FROM chunk c JOIN document d ON d.id = c.document_id"
            # OFFSET keeps the planner from a join, for which it would leave the graph and read all that matches.
            f" WHERE c.id = e.chunk_id AND {asked.condition}{' OFFSET 0' if by_graph else ''})"
        )
        values += asked.parameters
    elif asked.condition:
        mine += " AND e.chunk_id IN (SELECT id FROM matching)"
    vector = f"%s::{view.kind.operand}"
    distance = f"e.vector <#> {vector}"
    rows = f"SELECT e.chunk_id, {distance} AS distance FROM {table_of(view.index_id)} e WHERE {mine}"
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
