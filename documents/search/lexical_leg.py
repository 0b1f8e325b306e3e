"""Write the lexical leg of a search: BM25 by what the person sees alone, at a cost that frequent terms do not set.

How many of the visible chunks hold a term is counted exactly, by maps of bits. Then the rarest terms choose the
candidates, whose best are given what the frequent ones are worth, looked up in the maps chunk by chunk: so a frequent
term is never read through (as in MaxScore: Turtle and Flood, Query Evaluation, 1995).
"""

from typing import Any

from documents.lexical.bm25 import K1, B
from documents.search.view import Asked, Statement, View, placed

# Terms choose candidates, the rarest first, as long as their postings together are no more than this…
CHOOSING_POSTINGS = 5_000
# … or those before them brought fewer candidates than this many times what the leg is to bring.
LEAST_CANDIDATES = 4
# So many of the candidates are given what the frequent terms are worth: this many times what the leg is to bring. With
# 20 a question of nothing but frequent words kept .30 of its ten best among 500 000 chunks, with 1 000 it keeps .97.
SCORED_CANDIDATES = 1_000
# As many where each candidate has to be held against a filter, one by one.
FILTERED_CANDIDATES = 20

NO_TERMS = """
    weights AS (SELECT NULL::float8 AS weight WHERE false),
    chosen AS (SELECT NULL::int AS n WHERE false),
    lexical AS (SELECT NULL::bigint AS chunk_id, NULL::float8 AS score WHERE false)"""
# A term's weight by its number `n`: to join the weights would compare each posting with every term.
_BY_NUMBER = "((SELECT worth FROM by_number))[n]"
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
            SELECT * FROM (SELECT n, segment, seen, unnest(chunks) AS chunk_id, unnest(frequencies) AS f,
                unnest(lengths) AS l FROM hits WHERE own IS NULL OFFSET 0) u WHERE {_is_seen(view)}
        ), {weights}, by_number AS MATERIALIZED (
            SELECT array_agg(coalesce(weight, 0) ORDER BY n) AS worth
            FROM generate_series(1, {len(asked.terms):d}) n LEFT JOIN weights USING (n)
        ), chosen AS MATERIALIZED (SELECT n FROM weights WHERE {chooses}
        ), partial AS MATERIALIZED ({partial}
        ), rest AS MATERIALIZED (
            -- Joined with nothing, so that what is stored out of line is fetched once and not for each candidate.
            SELECT n, segment, own || '' AS own, bits || '' AS bits, frequencies || '{{}}' AS frequencies FROM hits
            WHERE own IS NOT NULL AND n <> ALL(ARRAY(SELECT n FROM chosen))
                AND segment = ANY(ARRAY(SELECT DISTINCT segment FROM partial))
        ), lexical AS MATERIALIZED (
            SELECT chunk_id, sum(score) AS score FROM (
                SELECT chunk_id, score FROM partial
                UNION ALL SELECT chunk_id, {worth_of(_BY_NUMBER, view)} FROM (
                    SELECT p.chunk_id, p.l, r.n,
                        r.frequencies[bit_count(substring(r.own FOR (p.chunk_id - p.segment)::int + 1))] AS f
                    FROM partial p JOIN rest r ON r.segment = p.segment
                    WHERE get_bit(r.bits, (p.chunk_id - p.segment)::int) > 0 OFFSET 0) u) each
            GROUP BY chunk_id HAVING sum(score) > 0 ORDER BY score DESC, chunk_id LIMIT {asked.depth:d}
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
            SELECT t.n, p.segment, p.chunks, p.frequencies, p.lengths, {hit}
            FROM unnest(%s::text[]) WITH ORDINALITY AS t(term, n) CROSS JOIN LATERAL ({posting} OFFSET 0) p {joined}
        )""",
        values,
    )


def _is_seen(view: View) -> str:
    return "true" if view.is_whole else "get_bit(seen, (chunk_id - segment)::int) > 0"


def _weights(view: View, asked: Asked) -> Statement:
    """Return the terms that are seen, with how often and what one is worth; and how many postings go before each."""
    # What came since the view was read may be counted here alone: no term is held by more than there is.
    visible = f"greatest({view.visible:d}, holding)"
    worth, values = _beside_written(asked)
    sql = f"""weights AS MATERIALIZED (
            SELECT n, holding, sum(holding) OVER (ORDER BY holding, n) AS so_far,
                ln(1 + ({visible} - holding + 0.5) / (holding + 0.5)) * {K1 + 1}::float8 * {worth} AS weight
            FROM (
                SELECT n, sum(held)::float8 AS holding FROM (
                    SELECT n, bit_count(bits) AS held FROM hits WHERE own IS NOT NULL
                    UNION ALL SELECT n, count(*) FROM sparse GROUP BY n) u
                GROUP BY n) held
            WHERE holding > 0
        )"""
    return sql, values


def _beside_written(asked: Asked) -> Statement:
    """Return what the term of number `n` is worth beside one that was written."""
    if not asked.worths:
        return "1", []
    return "(%s::float8[])[n]", [[asked.worths.get(term, 1.0) for term in asked.terms]]


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
    most = FILTERED_CANDIDATES if asked.condition else SCORED_CANDIDATES
    return (
        f"""
            SELECT s.* FROM (
                SELECT segment, chunk_id, max(l) AS l, sum({worth_of(_BY_NUMBER, view)}) AS score FROM (
                    SELECT n, segment, chunk_id, f, l FROM (
                        SELECT n, segment, bits, unnest(chunks) AS chunk_id, unnest(frequencies) AS f,
                            unnest(lengths) AS l FROM hits
                        WHERE own IS NOT NULL AND n = ANY(ARRAY(SELECT n FROM chosen)) OFFSET 0) u
                    WHERE get_bit(bits, (chunk_id - segment)::int) > 0
                    UNION ALL SELECT n, segment, chunk_id, f, l FROM sparse) f
                GROUP BY segment, chunk_id ORDER BY score DESC, chunk_id OFFSET 0) s
            {match} LIMIT {most * asked.depth:d}""",
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
            LEFT JOIN (SELECT chunk_id, sum({worth_of(_BY_NUMBER, view)}) AS score FROM sparse GROUP BY chunk_id) s
                ON s.chunk_id = m.id""",
        [],
    )
