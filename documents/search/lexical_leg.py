"""Write the lexical leg of a search: BM25 by what the person sees alone, at a cost that frequent terms do not set.

How many of the visible chunks hold a term is counted exactly, by maps of bits. Then the rarest terms choose the
candidates, whose best are given what the frequent ones are worth, looked up in the maps chunk by chunk: so a frequent
term is never read through (as in MaxScore: Turtle and Flood, Query Evaluation, 1995).
"""

import json
from typing import Any

from documents.lexical.bm25 import K1, B
from documents.search.view import Asked, Statement, View, placed

# Terms choose candidates, the rarest first, as long as their postings together are no more than this…
CHOOSING_POSTINGS = 5_000
# … or those before them brought fewer candidates than this many times what the leg is to bring.
LEAST_CANDIDATES = 4
# So many of the candidates are given what the frequent terms are worth: this many times what the leg is to bring.
SCORED_CANDIDATES = 20

NO_TERMS = """
    weights AS (SELECT NULL::float8 AS weight WHERE false),
    chosen AS (SELECT NULL::text AS term WHERE false),
    lexical AS (SELECT NULL::bigint AS chunk_id, NULL::float8 AS score WHERE false)"""
# Whether there are terms that chose no candidates: then what holds them alone was not found.
_LEAVES_OUT = "(SELECT count(*) FROM weights) > (SELECT count(*) FROM chosen)"


def lexical(view: View, asked: Asked, *, is_large: bool, is_bounded: bool) -> Statement:
    """Return the CTEs `weights`, `chosen` and `lexical`; with few that match a filter they read the CTE `matching`.

    Where it is not bounded every term chooses candidates, and nothing that holds one is left out.
    """
    is_few = bool(asked.condition) and not is_large
    looks_up = _looks_up(view, asked, is_large)
    hits, hits_values = _hits(view, asked)
    weights, weight_values = _weights(view, asked)
    partial, partial_values = _of_matching(view) if looks_up else _of_chosen(view, asked, is_few)
    chooses = "false" if looks_up else _chooses(asked, is_bounded=is_bounded and not is_few)
    sql = f"""{hits}, sparse AS MATERIALIZED (
            SELECT * FROM (SELECT term, segment, seen, unnest(chunks) AS chunk_id, unnest(frequencies) AS f,
                unnest(lengths) AS l FROM hits WHERE own IS NULL OFFSET 0) u WHERE {_is_seen(view)}
        ), {weights}, chosen AS MATERIALIZED (SELECT term FROM weights WHERE {chooses}
        ), partial AS MATERIALIZED ({partial}
        ), rest AS MATERIALIZED (
            SELECT h.segment, h.own, h.bits, h.frequencies, w.weight FROM hits h JOIN weights w USING (term)
            WHERE h.own IS NOT NULL AND term NOT IN (SELECT term FROM chosen)
        ), more AS (
            SELECT chunk_id, sum({worth_of("weight", view)}) AS score FROM (
                SELECT p.chunk_id, p.l, r.weight,
                    r.frequencies[bit_count(substring(r.own FOR (p.chunk_id - p.segment)::int + 1))] AS f
                FROM partial p JOIN rest r ON r.segment = p.segment
                    AND get_bit(r.bits, (p.chunk_id - p.segment)::int) = 1 OFFSET 0) u GROUP BY chunk_id
        ), lexical AS MATERIALIZED (
            SELECT chunk_id, p.score + coalesce(m.score, 0) AS score FROM partial p LEFT JOIN more m USING (chunk_id)
            WHERE p.score + coalesce(m.score, 0) > 0 ORDER BY score DESC, chunk_id LIMIT {asked.depth:d}
        )"""
    return sql, [*hits_values, *weight_values, *partial_values]


def leaves_out(view: View, asked: Asked, *, is_large: bool) -> str:
    """Return the expression that says whether what holds some terms alone was not looked at."""
    # Where terms are looked up in all that matches, none chooses, and none is left out.
    return "false" if _looks_up(view, asked, is_large) else _LEAVES_OUT


def _looks_up(view: View, asked: Asked, is_large: bool) -> bool:
    # Of few chunks all terms are read as fast as those of some are looked up.
    return bool(asked.condition) and not is_large and view.visible > CHOOSING_POSTINGS


def _hits(view: View, asked: Asked) -> Statement:
    """Return the postings of the terms: `own` is the map of those that hold one, `bits` of those that are seen."""
    posting = "SELECT * FROM posting WHERE splitting = %s::int AND term = t.term"
    values: list[Any] = [list(asked.terms), view.splitting]
    if view.is_whole:
        seen, hit, joined = "", "p.bits AS own, p.bits, NULL::varbit AS seen", ""
    else:
        mine, mine_values = placed("v", view)
        seen = f"""seen AS MATERIALIZED (
            SELECT segment, bit_or(bits) AS bits FROM visibility v WHERE {mine} GROUP BY segment), """
        hit, joined = "p.bits AS own, p.bits & s.bits AS bits, s.bits AS seen", "JOIN seen s USING (segment)"
        values = [*mine_values, *values]
    return (
        f"""{seen}hits AS MATERIALIZED (
            SELECT p.term, p.segment, p.size, p.chunks, p.frequencies, p.lengths, {hit}
            FROM (SELECT unnest(%s::text[]) AS term OFFSET 0) t CROSS JOIN LATERAL ({posting} OFFSET 0) p {joined}
        )""",
        values,
    )


def _is_seen(view: View) -> str:
    return "true" if view.is_whole else "get_bit(seen, (chunk_id - segment)::int) = 1"


def _weights(view: View, asked: Asked) -> Statement:
    """Return the terms that are seen, with how often and what one is worth; and how many postings go before each."""
    # What came since the view was read may be counted here alone: no term is held by more than there is.
    visible = f"greatest({view.visible:d}, holding)"
    worth, values = beside_written(asked)
    sql = f"""weights AS MATERIALIZED (
            SELECT term, holding, sum(holding) OVER (ORDER BY holding, term) AS so_far,
                ln(1 + ({visible} - holding + 0.5) / (holding + 0.5)) * {K1 + 1}::float8 * {worth} AS weight
            FROM (
                SELECT term, sum(n)::float8 AS holding FROM (
                    SELECT term, bit_count(bits) AS n FROM hits WHERE own IS NOT NULL
                    UNION ALL SELECT term, count(*) FROM sparse GROUP BY term) u
                GROUP BY term) held
            WHERE holding > 0
        )"""
    return sql, values


def beside_written(asked: Asked) -> Statement:
    """Return what a term is worth beside one that was written."""
    if not asked.worths:
        return "1", []
    return "coalesce((%s::jsonb ->> term)::float8, 1)", [json.dumps(dict(asked.worths))]


def _chooses(asked: Asked, *, is_bounded: bool) -> str:
    least = LEAST_CANDIDATES * asked.depth
    return f"so_far <= {CHOOSING_POSTINGS} OR so_far - holding < {least:d}" if is_bounded else "true"


def worth_of(weight: str, view: View) -> str:
    """Return what a frequency `f` in a chunk of `l` terms is worth."""
    of_length = K1 * B / view.average_length
    return f"{weight} * f / (f + {K1 * (1 - B)}::float8 + l * {of_length!r}::float8)"


def _of_chosen(view: View, asked: Asked, is_few: bool) -> Statement:
    """Return the best of the chunks that hold a term that chooses, or any where it is rare in a segment."""
    match, match_values = _match(asked, is_few)
    return (
        f"""
            SELECT s.* FROM (
                SELECT segment, chunk_id, max(l) AS l, sum({worth_of("w.weight", view)}) AS score FROM (
                    SELECT term, segment, chunk_id, f, l FROM (
                        SELECT term, segment, bits, unnest(chunks) AS chunk_id, unnest(frequencies) AS f,
                            unnest(lengths) AS l FROM hits
                        WHERE own IS NOT NULL AND term IN (SELECT term FROM chosen) OFFSET 0) u
                    WHERE get_bit(bits, (chunk_id - segment)::int) = 1
                    UNION ALL SELECT term, segment, chunk_id, f, l FROM sparse) f JOIN weights w USING (term)
                GROUP BY segment, chunk_id ORDER BY score DESC, chunk_id OFFSET 0) s
            {match} LIMIT {SCORED_CANDIDATES * asked.depth:d}""",
        match_values,
    )


def _match(asked: Asked, is_few: bool) -> Statement:
    if not asked.condition:
        return "", []
    if is_few:
        # IS TRUE keeps the planner from a join: it takes the scores for a handful, and would read the list for each.
        return "WHERE (s.chunk_id IN (SELECT id FROM matching)) IS TRUE", []
    # The planner's hash join costs ten times as much as this OFFSET, which keeps the order of the loops.
    return (
        f"""CROSS JOIN LATERAL (SELECT 1 FROM chunk c JOIN document d ON d.id = c.document_id
                WHERE c.id = s.chunk_id AND {asked.condition} OFFSET 0) matching""",
        list(asked.parameters),
    )


def _of_matching(view: View) -> Statement:
    return (
        f"""
            SELECT m.segment, m.id AS chunk_id, m.terms AS l, coalesce(s.score, 0) AS score FROM matching m
            LEFT JOIN (SELECT chunk_id, sum({worth_of("w.weight", view)}) AS score
                FROM sparse JOIN weights w USING (term) GROUP BY chunk_id) s ON s.chunk_id = m.id""",
        [],
    )
