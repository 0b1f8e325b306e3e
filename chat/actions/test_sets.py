"""Make test sets, add cases to them, and forget in them what is erased."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chat.models import TestSet
from documents.access import visible_document_ids
from documents.search.asking import checked
from documents.search.settings import SearchSettings
from project.kernel.erasure import Removed
from project.kernel.errors import Conflict, FieldError, Invalid, NotFound
from project.kernel.ids import uuid7
from tenants.actions import audit
from tenants.types import Actor, Role

MOST_CASES = 2_000


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """Carry a question, how it is asked, and what should be found."""

    question: str
    expected_documents: Sequence[UUID]
    mode: str = "hybrid"
    collections: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


def create(*, actor: Actor, name: str) -> TestSet:
    """Make an empty test set; raise Conflict where the name is taken."""
    try:
        with transaction.atomic(durable=True):
            return TestSet.objects.create(name=name, created_by=actor.user_id)
    except IntegrityError as taken:
        wrong = FieldError("name", "taken", "Another test set has this name.")
        raise Conflict("The name is taken.", errors=[wrong]) from taken


@transaction.atomic(durable=True)
def add_case(*, actor: Actor, set_id: UUID, case: NewCase) -> dict[str, Any]:
    """Add a case at the end of a set; raise NotFound, or Invalid for what is not there to be expected or set."""
    kept = TestSet.objects.select_for_update().filter(pk=set_id).first()
    if kept is None:
        raise NotFound("There is no such test set.")
    SearchSettings().changed(case.settings)
    _check_question(actor, case.question)
    known = visible_document_ids(actor=actor, document_ids=case.expected_documents)
    if missing := [key for key in case.expected_documents if key not in known]:
        detail = f"There is no document {missing[0]}."
        raise Invalid(detail, errors=[FieldError("expected_documents", "unknown_document", detail)])
    if len(kept.cases) >= MOST_CASES:
        raise Conflict(f"A test set holds at most {MOST_CASES} cases.", code="too_many")
    made = _row(actor, case)
    kept.cases = [*kept.cases, made]
    kept.save(update_fields=["cases"])
    return made


@transaction.atomic(durable=True)
def remove_case(*, actor: Actor, set_id: UUID, case_id: UUID) -> None:
    """Remove a case of which the actor sees an expected document, admins any; raise NotFound."""
    kept = TestSet.objects.select_for_update().filter(pk=set_id).first()
    mine = [case for case in kept.cases if case["id"] == str(case_id)] if kept else []
    if kept is None or not mine or not _sees_each(actor, mine):
        raise NotFound("There is no such test case.")
    kept.cases = [case for case in kept.cases if case["id"] != str(case_id)]
    kept.save(update_fields=["cases"])
    audit.note(actor=actor, action="test_case.removed", target=f"test_set:{set_id}", case=str(case_id))


@transaction.atomic(durable=True)
def remove(*, actor: Actor, set_id: UUID) -> None:
    """Remove a set with its cases; raise NotFound, and Conflict where a case is withheld from the actor."""
    kept = TestSet.objects.select_for_update().filter(pk=set_id).first()
    if kept is None:
        raise NotFound("There is no such test set.")
    if not _sees_each(actor, kept.cases):
        raise Conflict(
            "Cases of this test set are withheld from you: an admin may remove it.", code="withheld"
        )
    audit.note(actor=actor, action="test_set.removed", target=f"test_set:{set_id}", cases=len(kept.cases))
    kept.delete()


def _sees_each(actor: Actor, cases: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the actor sees an expected document of each case, or looks after all of them."""
    if actor.role.at_least(Role.ADMIN):
        return True
    expected = [UUID(key) for case in cases for key in case["expected"]]
    seen = {str(key) for key in visible_document_ids(actor=actor, document_ids=expected)}
    return all(seen.intersection(case["expected"]) for case in cases)


def _check_question(actor: Actor, question: str) -> None:
    """Raise Invalid for a question that no search takes."""
    try:
        checked(actor, question, 1, "hybrid", [], {})
    except Invalid as refused:
        errors = [replace(error, field="question") for error in refused.errors]
        raise Invalid("The question is not as expected.", errors=errors) from refused


def _row(actor: Actor, case: NewCase) -> dict[str, Any]:
    said = asdict(case)
    expected = [str(key) for key in dict.fromkeys(said.pop("expected_documents"))]
    return {
        "id": str(uuid7()),
        **said,
        "collections": list(case.collections),
        "expected": expected,
        "created_by": str(actor.user_id),
        "created_at": timezone.now().isoformat(),
    }


def forget_in_test_sets(document_ids: Sequence[UUID]) -> Removed:
    """Take erased documents out of what cases expect, and cases that expect nothing else; return how many did each."""
    gone = {str(key) for key in document_ids}
    counts: dict[UUID, dict[str, int]] = {key: {"test_cases": 0} for key in document_ids}
    # A company has a handful of sets: to ask the database for each of many documents would take longer.
    for kept in TestSet.objects.filled().order_by("pk").select_for_update():
        named = [key for case in kept.cases for key in gone.intersection(case["expected"])]
        for key in named:
            counts[UUID(key)]["test_cases"] += 1
        if named:
            _forget(kept, gone)
    return counts


def _forget(kept: TestSet, gone: set[str]) -> None:
    for case in kept.cases:
        case["expected"] = [key for key in case["expected"] if key not in gone]
    # A question about nothing that is left tests nothing, and may tell of what was erased.
    kept.cases = [case for case in kept.cases if case["expected"]]
    kept.save(update_fields=["cases"])


def find_left_in_test_sets(document_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Count test sets that still expect erased documents."""
    gone = {str(key) for key in document_ids}
    left = [
        any(gone.intersection(case["expected"]) for case in kept.cases) for kept in TestSet.objects.filled()
    ]
    return {"test_sets": sum(left)}
