"""Find test sets and their cases, with the expected documents that one may see."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Func, IntegerField, QuerySet

from chat.models import TestSet
from documents.access import visible_collections, visible_documents
from project.kernel.errors import NotFound
from tenants.types import Actor


def test_sets() -> QuerySet[TestSet]:
    """Return the tenant's test sets with the number of their cases, without the cases; the route asks for the role."""
    count = Func("cases", function="jsonb_array_length", output_field=IntegerField())
    return TestSet.objects.defer("cases").annotate(size=count)


def access_test_set(*, set_id: UUID) -> TestSet:
    """Return one test set with its cases; raise NotFound."""
    found = TestSet.objects.filter(pk=set_id).first()
    if found is None:
        raise NotFound("There is no such test set.")
    return found


def cases_of(*, actor: Actor, test_set: TestSet) -> list[dict[str, Any]]:
    """Return a set's cases, oldest first; of what the actor may not see, how many documents there are.

    A question about nothing that they see may tell of it: it is withheld, with all that it is asked with.
    """
    titles = _titles(actor, test_set.cases)
    places = set(visible_collections(actor=actor).values_list("slug", flat=True))
    return [_case(case, titles, places) for case in test_set.cases]


def _titles(actor: Actor, cases: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    named = {UUID(key) for case in cases for key in case["expected"]}
    rows = visible_documents(actor=actor).filter(pk__in=named).values_list("pk", "title")
    return {str(key): title for key, title in rows}


def _case(case: Mapping[str, Any], titles: Mapping[str, str], places: Set[str]) -> dict[str, Any]:
    seen = [{"id": key, "title": titles[key]} for key in case["expected"] if key in titles]
    shown = {**case, "expected_documents": seen, "hidden": len(case["expected"]) - len(seen)}
    if not seen:
        return {**shown, "is_withheld": True, "question": "", "collections": [], "settings": {}}
    return {
        **shown,
        "is_withheld": False,
        "collections": [slug for slug in case["collections"] if slug in places],
    }


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """Hold a question of a test set, the ids of what should be found, and the one collection that it was asked of."""

    question: str
    documents: tuple[str, ...]
    # Empty: of none, or of several.
    collection: str


@transaction.atomic
def expectations() -> list[Expectation]:
    """Return what the tenant's test sets expect, each question once for each place where it was asked."""
    cases = [
        case for kept in TestSet.objects.filled().order_by("pk") for case in kept.cases if case["expected"]
    ]
    expected: dict[tuple[str, str], dict[str, None]] = {}
    for case in cases:
        collection = case["collections"][0] if len(case["collections"]) == 1 else ""
        expected.setdefault((case["question"], collection), {}).update(dict.fromkeys(case["expected"]))
    return [
        Expectation(question=question, documents=tuple(documents), collection=collection)
        for (question, collection), documents in expected.items()
    ]
