"""An editor's own text answers before anything is searched, for whom it is written and while it holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from chat.access.judged import judged_questions
from chat.models import CuratedAnswer, KnownQuestion
from chat.wiring.running import drain_generations
from documents.access import visible_chunks
from documents.models import Chunk, Document
from project.kernel.db import in_thread, tenant_scope
from tenants.types import Actor, Role
from tests.factories import cast, jobs
from tests.integration.chat.asking import QUESTION, SAME, Asks, upload
from tests.integration.chat.test_erasure import erase_slowly, streams_with, wait_until_locked
from tests.integration.documents.test_erasure import PLANTED, tables_with

ADDRESS = "/api/v1/curated-answers"
TEXT = {"question": QUESTION, "answer": "**Twelve weeks**, says the board. [1]", "readers": ["everyone"]}
Signs = Callable[[Actor], APIClient]


@pytest.fixture
def dora(ada: Actor) -> Actor:
    """Return a curator."""
    return cast.make_member(ada.tenant, "dora", role=Role.CURATOR)


def write(who: Actor, **fields: Any) -> dict[str, Any]:
    """Write an answer as a curator does."""
    answer = cast.signed_in(who).post(ADDRESS, TEXT | fields, format="json")
    assert answer.status_code == 201, answer.json()
    made: dict[str, Any] = answer.json()
    return made


def change(who: Actor, made: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Change an answer."""
    answer = cast.signed_in(who).patch(f"{ADDRESS}/{made['id']}", fields, format="json")
    assert answer.status_code == 200, answer.json()
    changed: dict[str, Any] = answer.json()
    return changed


async def test_it_answers_what_asks_the_same_with_its_sources_and_its_author(
    asks: Asks, dora: Actor, cleo: Actor, document: str
) -> None:
    made = await in_thread(write, dora, documents=[{"document": document}])
    told = await asks(cleo, SAME)
    assert told["answer"] == TEXT["answer"]
    assert told["curated"] == {
        "id": made["id"],
        "by": "Dora",
        "reviewed_on": made["reviewed_at"][:10],
        "source_changed": False,
    }
    assert [cited["document"]["id"] for cited in told["citations"]] == [document]
    assert (await asks(cleo, SAME, fresh=True))["curated"] is None


async def test_it_answers_before_what_was_kept_of_the_very_words(
    asks: Asks, dora: Actor, cleo: Actor, document: str
) -> None:
    await asks(cleo, SAME)
    await drain_generations()
    assert (await asks(cleo, SAME))["cached"]
    await in_thread(write, dora)
    told = await asks(cleo, SAME)
    assert (bool(told["curated"]), told["cached"]) == (True, None)


async def test_its_other_wordings_answer_too(asks: Asks, dora: Actor, cleo: Actor) -> None:
    await in_thread(write, dora, wordings=["What is the length of the baby break?"])
    assert (await asks(cleo, "How long is the baby break?"))["curated"]
    assert (await asks(cleo, "How long is the baby break for interns?"))["curated"] is None


async def test_only_its_readers_are_given_it(asks: Asks, dora: Actor, ben: Actor, cleo: Actor) -> None:
    await in_thread(write, dora, readers=["engineering"])
    assert (await asks(ben))["curated"]
    assert (await asks(cleo))["curated"] is None


async def test_praise_of_it_teaches_no_ranker(asks: Asks, ada: Actor, document: str) -> None:
    await in_thread(lambda: write(ada, documents=[{"document": document}]))
    told = await asks(ada)
    client = await in_thread(cast.signed_in, ada)
    path = f"/api/v1/messages/{told['message']}/feedback"
    await in_thread(lambda: client.put(path, {"rating": "up"}, format="json"))

    def judged() -> int:
        with tenant_scope(ada.tenant):
            return len(judged_questions())

    assert (bool(told["curated"]), await in_thread(judged)) == (True, 0)


async def test_an_owner_may_edit_what_is_for_others_and_is_not_given_it(
    asks: Asks, ada: Actor, ben: Actor
) -> None:
    await in_thread(lambda: write(ada, readers=[ben.email]))
    assert ((await asks(ada))["curated"], bool((await asks(ben))["curated"])) == (None, True)


async def test_of_several_the_one_for_the_fewest_readers_answers(asks: Asks, dora: Actor, ben: Actor) -> None:
    await in_thread(write, dora)
    narrow = await in_thread(lambda: write(dora, readers=[ben.email]))
    assert [(await asks(ben, words))["curated"]["id"] for words in (QUESTION, SAME)] == [narrow["id"]] * 2


async def test_within_bounds_it_answers_where_all_its_sources_lie_inside(
    asks: Asks, ada: Actor, cleo: Actor, document: str
) -> None:
    made = await in_thread(lambda: write(ada, documents=[{"document": document}]))
    assert (await asks(cleo, collections=["hr"]))["curated"]
    await in_thread(lambda: change(ada, made, documents=[]))
    assert (await asks(cleo, collections=["hr"]))["curated"] is None


async def test_a_source_out_of_sight_is_not_cited(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor, document: str
) -> None:
    await in_thread(write, ada, documents=[{"document": document}])
    await in_thread(upload, ada, "Another text about the board.", readers="engineering", external_id="leave")
    told = await asks(cleo)
    assert (bool(told["curated"]), told["citations"]) == (True, [])


async def test_an_erased_source_takes_the_text_from_those_too_who_could_not_see_it(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor, document: str
) -> None:
    await in_thread(upload, ada, "A secret of the board.", readers="engineering", external_id="leave")
    answer = f"Twelve weeks, and the {PLANTED}. [1]"
    await in_thread(lambda: write(ada, answer=answer, documents=[{"document": document}]))
    told = await asks(cleo)
    assert PLANTED in told["answer"]
    await in_thread(erase, document, ada)
    assert await in_thread(tables_with, ada.tenant, PLANTED) == []
    assert await in_thread(streams_with, ada.tenant, PLANTED) == []


@pytest.mark.parametrize("end", [{"withdrawn": True}, {"expires_at": "2020-01-01T00:00:00Z"}])
async def test_what_is_withdrawn_or_expired_never_answers(
    asks: Asks, dora: Actor, cleo: Actor, end: dict[str, Any]
) -> None:
    made = await in_thread(write, dora)
    await in_thread(lambda: change(dora, made, **end))
    assert (await asks(cleo))["curated"] is None


async def test_a_changed_source_asks_for_a_review_and_is_told(
    asks: Asks, dora: Actor, cleo: Actor, document: str, ada: Actor
) -> None:
    made = await in_thread(write, dora, documents=[{"document": document}])
    await in_thread(upload, ada, "Parents receive ten weeks of parental leave.")
    assert (await asks(cleo))["curated"]["source_changed"]
    client = await in_thread(cast.signed_in, dora)
    due = (await in_thread(client.get, ADDRESS, {"state": "due"})).json()["results"]
    assert [(one["id"], one["due"], one["state"]) for one in due] == [
        (made["id"], ["source_changed"], "answering")
    ]
    reviewed = await in_thread(change, dora, made)
    assert reviewed["due"] == []


def expire(document_id: str, ada: Actor) -> None:
    with tenant_scope(ada.tenant), transaction.atomic():
        Document.objects.filter(pk=document_id).update(expires_at=timezone.now())


def erase(document_id: str, ada: Actor) -> None:
    cast.signed_in(ada).delete(f"/api/v1/documents/{document_id}")


@pytest.mark.parametrize("end", [expire, erase])
async def test_without_its_source_it_does_not_answer(
    asks: Asks, ada: Actor, document: str, end: Callable[[str, Actor], None]
) -> None:
    made = await in_thread(write, ada, documents=[{"document": document}])
    await in_thread(end, document, ada)
    assert (await asks(ada))["curated"] is None
    client = await in_thread(cast.signed_in, ada)
    shown = (await in_thread(client.get, f"{ADDRESS}/{made['id']}")).json()
    assert (shown["state"], shown["due"]) == ("held", ["source_gone"])
    assert shown["answer"] == ("" if end is erase else TEXT["answer"])


def test_a_member_may_not_look_after_them_and_a_curator_sees_those_written_for_them(
    ada: Actor, ben: Actor, cleo: Actor, dora: Actor, api: Signs
) -> None:
    """Ben is in the group; Dora is not."""
    write(ada, readers=["engineering"])
    mine = write(dora)
    assert api(cleo).get(ADDRESS).status_code == 403
    assert [one["id"] for one in api(dora).get(ADDRESS).json()["results"]] == [mine["id"]]
    assert len(api(ada).get(ADDRESS).json()["results"]) == 2


def test_a_test_says_what_would_match_and_why_the_others_would_not(dora: Actor, api: Signs) -> None:
    made = write(dora)
    found = api(dora).post(f"{ADDRESS}/match", {"question": SAME}, format="json").json()
    assert [(one["curated"], one["differs"]) for one in found["results"]] == [(made["id"], "")]
    other = "How many weeks of parental leave do interns receive?"
    found = api(dora).post(f"{ADDRESS}/match", {"question": other}, format="json").json()
    assert found["results"][0]["differs"] in {"meaning", "words"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("readers", ["nobody"]), ("owner", "who@else.example"), ("documents", [{"document": "0" * 32}])],
)
def test_what_is_unknown_is_named(dora: Actor, api: Signs, field: str, value: Any) -> None:
    answer = api(dora).post(ADDRESS, TEXT | {field: value}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"].partition(".")[0]) == (400, field)


def test_an_edit_keeps_the_sources_that_its_editor_may_not_see(
    ada: Actor, ben: Actor, dora: Actor, document: str
) -> None:
    hidden = upload(ada, "A secret of the board.", readers="engineering", external_id="secret")
    made = write(ada, documents=[{"document": hidden}, {"document": document}])
    changed = change(dora, made, answer="Ten. [2]", documents=[{"document": document, "chunk": None}])
    assert ([one["document"] for one in changed["documents"]], changed["hidden_documents"]) == ([document], 1)
    with tenant_scope(ada.tenant), transaction.atomic():
        assert [str(key) for key in CuratedAnswer.objects.get().source_documents] == [hidden, document]


def test_a_change_during_an_erasure_waits_for_it_and_is_refused(ada: Actor, document: str) -> None:
    made = write(ada, documents=[{"document": document}])
    with tenant_scope(ada.tenant), transaction.atomic():
        Chunk.objects.filter(document=UUID(document)).delete()  # what an erasure does first
    with ThreadPoolExecutor(1) as beside:
        erasing = beside.submit(erase_slowly, ada, UUID(document))
        wait_until_locked(ada, UUID(document))
        answer = cast.signed_in(ada).patch(f"{ADDRESS}/{made['id']}", {"answer": "Ten."}, format="json")
        erasing.result(timeout=20)
    assert answer.status_code == 409
    with tenant_scope(ada.tenant), transaction.atomic():
        assert CuratedAnswer.objects.get().answer == ""


def first_chunk(ada: Actor, document: str) -> str:
    with tenant_scope(ada.tenant), transaction.atomic():
        first = visible_chunks(actor=ada, document_id=UUID(document)).order_by("ordinal").first()
        assert first is not None
        return str(first.key)


async def test_only_the_passage_that_was_chosen_is_verified(
    asks: Asks, ada: Actor, cleo: Actor, document: str
) -> None:
    chunk = await in_thread(first_chunk, ada, document)
    made = await in_thread(lambda: write(ada, documents=[{"document": document, "chunk": chunk}]))
    assert [cited["verified"] for cited in (await asks(cleo))["citations"]] == [True]
    await in_thread(lambda: change(ada, made, documents=[{"document": document}]))
    assert [cited["verified"] for cited in (await asks(cleo))["citations"]] == [False]


def test_a_passage_of_another_document_is_refused(ada: Actor, document: str, api: Signs) -> None:
    other = upload(ada, "Another text.", external_id="other")
    cited = [{"document": other, "chunk": first_chunk(ada, document)}]
    answer = api(ada).post(ADDRESS, TEXT | {"documents": cited}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "foreign_chunk")


def test_what_is_done_stands_in_the_trail(ada: Actor, api: Signs) -> None:
    made = write(ada)
    change(ada, made, answer="Eleven weeks.")
    assert api(ada).delete(f"{ADDRESS}/{made['id']}").status_code == 204
    events = api(ada).get("/api/v1/audit-events").json()["results"]
    noted = [event["action"] for event in events if event["target"] == f"curated_answer:{made['id']}"]
    assert noted == [f"curated_answer.{verb}" for verb in ("deleted", "changed", "created")]


def test_wordings_that_another_embedder_placed_are_placed_anew(dora: Actor, api: Signs) -> None:
    write(dora)
    with tenant_scope(dora.tenant), transaction.atomic():
        KnownQuestion.objects.update(embedder="another 1")
        from chat.jobs import look_after_known_questions

        look_after_known_questions()
    jobs.run_all()
    found = api(dora).post(f"{ADDRESS}/match", {"question": SAME}, format="json").json()
    assert [one["differs"] for one in found["results"]] == [""]
