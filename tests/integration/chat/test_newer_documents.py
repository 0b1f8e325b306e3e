"""A kept answer ends once a text that came since is among what its question finds, and outlives all others."""

from typing import Any

import pytest

from chat.wiring.running import drain_generations
from project.kernel.db import in_thread
from tenants.types import Actor
from tests.factories import cast
from tests.fakes.tgi import FakeTgi
from tests.integration.chat.asking import QUESTION, SAME, Asks, upload
from tests.integration.chat.test_cached_answers import kept, rows

NEWER = "From May on parents receive sixteen weeks of parental leave, by a new rule for all parents."


async def recall_of(who: Actor, told: dict[str, Any]) -> dict[str, Any]:
    """Return what the trace says of the look among known answers."""
    client = await in_thread(cast.signed_in, who)
    trace = (await in_thread(client.get, f"/api/v1/messages/{told['message']}/trace")).json()
    recall: dict[str, Any] = next(stage for stage in trace["stages"] if stage["name"] == "recall")
    return recall


@pytest.mark.parametrize("again", [QUESTION, SAME])
async def test_a_new_document_that_the_question_finds_ends_a_kept_answer(
    asks: Asks, ada: Actor, again: str
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    await in_thread(lambda: upload(ada, NEWER, external_id="newer"))
    told = await asks(ada, again)
    assert told["cached"] is None
    assert (await recall_of(ada, told))["because"] == "newer"


async def test_a_document_that_its_readers_are_given_later_ends_it(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor
) -> None:
    other = await in_thread(lambda: upload(ada, NEWER, external_id="newer", readers="engineering"))
    await asks(cleo)
    await kept(ada.tenant)
    client = await in_thread(cast.signed_in, ada)
    await in_thread(
        lambda: client.patch(f"/api/v1/documents/{other}", {"readers": ["everyone"]}, format="json")
    )
    assert (await asks(cleo))["cached"] is None


async def answered_before_another_came(asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an answer kept, then a document come that its question, which finds one passage, does not find."""
    monkeypatch.setattr("chat.wiring.author.PASSAGES", 1)
    await asks(ada)
    await kept(ada.tenant)
    await in_thread(lambda: upload(ada, "The canteen opens at noon.", external_id="other"))


async def test_a_new_document_that_the_question_does_not_find_leaves_it(
    asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered_before_another_came(asks, ada, monkeypatch)
    assert [bool((await asks(ada))["cached"]) for _ in range(2)] == [True, True]


async def test_what_holds_is_searched_for_once(
    asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered_before_another_came(asks, ada, monkeypatch)
    assert (await asks(ada))["cached"]
    monkeypatch.setattr("chat.wiring.author.passages", None)
    assert (await asks(ada))["cached"]


async def test_an_answer_that_says_it_found_nothing_is_not_kept(
    asks: Asks, writer: FakeTgi, ada: Actor
) -> None:
    writer.text = "NO_ANSWER"
    assert (await asks(ada))["outcome"] == "no_answer"
    await drain_generations()
    assert await in_thread(rows, ada.tenant) == 0
