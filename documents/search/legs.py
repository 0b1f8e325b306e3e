"""Take the candidates of both legs from one index version."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection

from documents.filtering.sql import Rows, compile_tree
from documents.lexical.analyzer import Analyzer
from documents.search.asking import Wanted
from documents.search.costs import even_at, even_at_filtered
from documents.search.graph import reach
from documents.search.moments import candidates_then
from documents.search.questions import Questions
from documents.search.rows import Row
from documents.search.spelling import Spelling
from documents.search.statement import Asked, Statement, View, candidates, count_matches
from documents.search.vectors import EXACT_ROWS
from documents.search.wording import Bounds, Condition, both, read_bounds

_analyzer = Analyzer()


def found_by_legs(
    wanted: Wanted, view: View, questions: Questions, bound: Condition, spelling: Spelling
) -> list[Row]:
    """Return what either leg brings, in no order; raise Unembedded where the question has no vector for it yet."""
    asked = _asked(wanted, view, questions, bound)
    rows = _candidates(view, asked)
    # A question all of whose terms were found costs nothing more.
    is_found = not asked.terms or (rows and len(rows[0][2]) >= len(asked.terms))
    if is_found or not view.settings.correct_spelling:
        return rows
    meant = spelling.meant(view, wanted.question, view.asked_languages(wanted.question))
    # What was written as well is worth what it is, and counts once.
    worths = {term: worth for term, worth in meant.items() if term not in asked.terms}
    return _candidates(view, replace(asked, terms=(*asked.terms, *worths), worths=worths)) if worths else rows


def bounds_of(wanted: Wanted, views: Sequence[View]) -> Bounds:
    """Return what the phrases and exclusions of the question leave of each view."""
    condition, parameters = compile_tree(wanted.conditions, Rows(actor=wanted.actor))
    return read_bounds(
        wanted.wording,
        views,
        condition,
        parameters,
        lambda view: terms_of(wanted.question, view.asked_languages(wanted.question)),
    )


def terms_of(question: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the terms by which texts of these languages are asked."""
    return _analyzer.query_terms(question, languages)


def _asked(wanted: Wanted, view: View, questions: Questions, bound: Condition) -> Asked:
    condition, parameters = both(compile_tree(wanted.conditions, Rows(actor=wanted.actor)), bound)
    vector = None if wanted.mode == "lexical" else questions.by(view.model)
    languages = view.asked_languages(wanted.question)
    terms = () if wanted.mode == "dense" and vector is not None else terms_of(wanted.question, languages)
    return Asked(
        vector=vector,
        terms=terms,
        depth=max(wanted.k, view.settings.candidates),
        condition=condition,
        parameters=parameters,
    )


def _candidates(view: View, asked: Asked) -> list[Row]:
    if view.moment is not None:
        return _rows(candidates_then(view, asked))
    even = _even_at(view, asked)
    wanted = _count(view, asked, EXACT_ROWS if even is None else max(EXACT_ROWS, even))
    is_large = wanted > EXACT_ROWS
    by_graph = is_large and even is not None and wanted > even
    if by_graph:
        with connection.cursor() as cursor:
            reach(cursor, asked.depth * view.kind.sampling, max(view.total, view.visible))
    rows = _rows(candidates(view, asked, is_large=is_large, by_graph=by_graph))
    if by_graph and len(rows) < asked.depth:
        # The graph came back short although there are more matches: look at all of them.
        by_graph = False
        rows = _rows(candidates(view, asked, is_large=True, by_graph=by_graph))
    if _is_short(rows, asked):
        rows = _rows(candidates(view, asked, is_large=is_large, by_graph=by_graph, is_bounded=False))
    return [row[:-1] for row in rows]


def _is_short(rows: list[Row], asked: Asked) -> bool:
    """Say whether words found less than they were to, and some did not choose what is looked at."""
    found = sum(row[1] is not None for row in rows)
    return bool(asked.terms) and found < asked.depth and (not rows or bool(rows[0][-1]))


def _even_at(view: View, asked: Asked) -> int | None:
    """Return beyond how many matches the graph pays; None where there is none."""
    if asked.vector is None or not view.has_hnsw:
        return None
    even = even_at_filtered if asked.condition else even_at
    return even(view, asked.depth)


def _count(view: View, asked: Asked, most: int) -> int:
    """Count what the person sees and the filter leaves, as far as it decides: no further than to one beyond `most`."""
    if view.visible <= EXACT_ROWS or not asked.condition:
        return view.visible
    # Where even all of them are too few for the graph, it is how the filter is read that is decided alone.
    ((count,),) = _rows(count_matches(view, asked, most if view.visible > most else EXACT_ROWS))
    return int(count)


def _rows(statement: Statement) -> list[Row]:
    # Written before the cursor is made, which can bind what its connection knew by then.
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        rows: list[Row] = cursor.fetchall()
    return rows
