"""A tenant's ranker is trained on what its people thought, kept once, and given up when the admins say so."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from chat.access.judged import judged_questions
from chat.models import Citation, Conversation, Feedback, Message
from documents.jobs import TrainRanker
from documents.ranking.fitting import Case
from documents.ranking.light import Learned
from documents.ranking.own import Trial
from documents.search import rankers
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import enqueue
from tenants.types import Actor, Role
from tests.factories import cast
from tests.fakes.tokens import RECORD, tiny_tokens

URL = "/api/v1/ranker"
Run = Callable[[], int]


def judge(actor: Actor, question: str, cited: Any, **opinion: Any) -> None:
    """Store an answer that cites a result of a search, and what somebody thinks of it."""
    with tenant_scope(actor.tenant), transaction.atomic():
        talk = Conversation.objects.create(person_id=actor.user_id, title=question)
        message = Message.objects.create(
            conversation=talk, question=question, state="done", outcome="answered", finished_at=timezone.now()
        )
        Citation.objects.create(
            message=message,
            n=1,
            chunk_id=cited["chunk_id"],
            document_id=cited["document"]["id"],
            document=cited["document"],
            quote="",
            start=0,
            end=10,
            verified=True,
        )
        Feedback.objects.create(message=message, person_id=actor.user_id, **opinion)


@pytest.fixture
def found(
    client: APIClient,
    upload: Callable[..., Any],
    run_jobs: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> list[Any]:
    """Return what a search finds of two texts."""
    upload("Parental leave is twelve weeks.", "leave.md")
    upload("The car park is of the company.", "park.md")
    run_jobs()
    monkeypatch.setattr(rankers, "token_vectors", lambda: tiny_tokens(tmp_path))
    results: list[Any] = client.post("/api/v1/search", {"query": "parental leave"}, format="json").json()[
        "results"
    ]
    return results


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Case]]:
    """Let training find a better ranker in whatever it is given, and return that."""
    given: list[Sequence[Case]] = []

    def train(cases: Sequence[Case], shipped: Learned) -> Trial:
        given.append(cases)
        return Trial(cases=len(cases), verdict=None, reason="It is better.", record=dict(RECORD))

    monkeypatch.setattr("workers.training.tenant.train", train)
    return given


def test_what_is_learned_is_kept_once_however_often_the_job_comes(
    client: APIClient,
    ada: Actor,
    tenant: TenantRef,
    run_jobs: Run,
    found: list[Any],
    learned: list[Sequence[Case]],
) -> None:
    judge(ada, "parental leave", found[0], rating="up")
    assert client.post(f"{URL}/training").status_code == 202
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        enqueue(TrainRanker(user_id=ada.user_id))
    run_jobs()
    assert [[case.grades for case in cases] for cases in learned] == [[{found[0]["chunk_id"]: 1}]] * 2
    shown = client.get(URL).json()
    assert (shown["name"], shown["is_own"], shown["trial"]["kept"]) == ("own-1", True, True)
    events = client.get("/api/v1/audit-events").json()["results"]
    assert len([event for event in events if event["action"] == "ranker.learned"]) == 1


@pytest.mark.usefixtures("learned")
def test_admins_go_back_to_the_shipped_ranker(client: APIClient, run_jobs: Run, found: list[Any]) -> None:
    client.post(f"{URL}/training")
    run_jobs()
    assert client.get(URL).json()["is_own"] is True
    assert [client.delete(URL).status_code for _ in range(2)] == [204, 204]
    assert client.get(URL).json()["is_own"] is False


def test_few_judgements_leave_the_shipped_ranker_and_say_why(
    client: APIClient, ada: Actor, run_jobs: Run, found: list[Any]
) -> None:
    judge(ada, "parental leave", found[0], rating="up")
    client.post(f"{URL}/training")
    run_jobs()
    shown = client.get(URL).json()
    assert shown["is_own"] is False
    assert shown["trial"]["reason"].startswith("At least 30 judged questions")


def test_members_train_nothing(tenant: TenantRef, api: Callable[[Actor], APIClient]) -> None:
    member = api(cast.make_member(tenant, "dora", role=Role.MEMBER))
    assert [member.get(URL).status_code, member.post(f"{URL}/training").status_code] == [403, 403]


@pytest.mark.parametrize(
    ("opinion", "good", "bad"),
    [
        ({"rating": "up"}, 1, 0),
        ({"rating": "down", "reasons": ["wrong_source"]}, 0, 1),
        ({"rating": "up", "reasons": ["wrong_source"]}, 1, 0),
    ],
)
def test_an_opinion_marks_what_was_cited(
    ada: Actor, found: list[Any], opinion: dict[str, Any], good: int, bad: int
) -> None:
    judge(ada, "parental leave", found[0], **opinion)
    with tenant_scope(ada.tenant):
        (judgement,) = judged_questions()
    assert (len(judgement.good), len(judgement.bad)) == (good, bad)


@pytest.mark.parametrize("reasons", [["style"], ["wrong_answer"], ["out_of_date"], []])
def test_blame_that_names_no_source_says_nothing_of_passages(
    ada: Actor, found: list[Any], reasons: list[str]
) -> None:
    judge(ada, "parental leave", found[0], rating="down", reasons=reasons)
    with tenant_scope(ada.tenant):
        assert judged_questions() == ()


def test_one_question_is_one_case_and_what_people_disagree_on_tells_nothing(
    ada: Actor, found: list[Any]
) -> None:
    judge(ada, "Parental  leave", found[0], rating="up")
    judge(
        ada, "parental leave", found[0], rating="down", reasons=["wrong_source"], expected_document="leave.md"
    )
    with tenant_scope(ada.tenant):
        (judgement,) = judged_questions()
    assert judgement.good == judgement.bad == frozenset()
    assert judgement.expected == {"leave.md"}


def test_a_blamed_source_is_worse_than_all_else_and_an_expected_document_is_right(
    client: APIClient, ada: Actor, run_jobs: Run, found: list[Any], learned: list[Sequence[Case]]
) -> None:
    blamed, other = found
    judge(ada, "parental leave", blamed, rating="down", reasons=["wrong_source"])
    title = {"expected_document": other["document"]["title"].upper()}
    judge(ada, "the car park", blamed, rating="down", reasons=["wrong_source"], **title)
    client.post(f"{URL}/training")
    run_jobs()
    assert [case.grades for case in learned[0]] == [{other["chunk_id"]: 1}] * 2


def test_test_sets_teach_beside_what_people_thought(
    client: APIClient, ada: Actor, run_jobs: Run, found: list[Any], learned: list[Sequence[Case]]
) -> None:
    blamed, other = found
    judge(ada, "parental leave", blamed, rating="down", reasons=["wrong_source"])
    made = client.post("/api/v1/test-sets", {"name": "Leave"}, format="json").json()
    for question in ("Parental  Leave", "the car park"):
        case = {"question": question, "expected_documents": [other["document"]["id"]]}
        client.post(f"/api/v1/test-sets/{made['id']}/cases", case, format="json")
    client.post(f"{URL}/training")
    run_jobs()
    assert [case.grades for case in learned[0]] == [{other["chunk_id"]: 1}] * 2


def test_what_leans_on_a_conversation_is_left_out(ada: Actor, found: list[Any]) -> None:
    judge(ada, "parental leave", found[0], rating="up")
    with tenant_scope(ada.tenant), transaction.atomic():
        first = Message.objects.get()
        ended = {"state": "done", "outcome": "answered", "finished_at": timezone.now()}
        later = Message.objects.create(conversation=first.conversation, question="And for fathers?", **ended)
        Feedback.objects.create(message=later, person_id=UUID(int=uuid4().int), rating="up")
    with tenant_scope(ada.tenant):
        assert [judgement.question for judgement in judged_questions()] == ["parental leave"]


def test_praise_of_what_was_asked_as_of_a_moment_teaches_nothing(ada: Actor, found: list[Any]) -> None:
    judge(ada, "parental leave", found[0], rating="up")
    with tenant_scope(ada.tenant), transaction.atomic():
        Message.objects.update(request={"as_of": "2025-12-31"})
    with tenant_scope(ada.tenant):
        assert judged_questions() == ()


def test_praise_of_a_version_says_nothing_of_the_one_that_replaced_it(
    client: APIClient, ada: Actor, run_jobs: Run, found: list[Any], learned: list[Sequence[Case]]
) -> None:
    document = {**found[0]["document"], "version": found[0]["document"]["version"] + 1}
    other = {"chunk_id": str(uuid4()), "document": document}
    judge(ada, "parental leave", other, rating="up")
    client.post(f"{URL}/training")
    run_jobs()
    assert learned == [[]]
