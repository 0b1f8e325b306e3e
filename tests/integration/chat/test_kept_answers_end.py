"""A kept answer ends where a new one was asked for, where somebody found it bad, and where nothing is kept any more."""

import pytest
from django.db import transaction
from pytest_django import Settings

from chat.wiring.running import drain_generations
from documents.search.tuning import write_tuning
from project.kernel.db import in_thread, tenant_scope
from tenants.types import Actor
from tests.factories import cast
from tests.fakes.tgi import FakeTgi
from tests.integration.chat.asking import QUESTION, SAME, Asks
from tests.integration.chat.test_cached_answers import kept, rows
from workers import runner

NEW = "Twelve weeks of parental leave. [1]"


async def test_a_fresh_answer_takes_the_place_also_of_what_its_meaning_would_have_found(
    asks: Asks, writer: FakeTgi, ada: Actor
) -> None:
    await asks(ada, QUESTION)
    await kept(ada.tenant)
    writer.text = NEW
    await asks(ada, SAME, fresh=True)
    await drain_generations()
    again = await asks(ada, QUESTION)
    assert (again["answer"], bool(again["cached"])) == (NEW, True)
    assert await in_thread(rows, ada.tenant) == 1


async def test_a_fresh_question_that_finds_nothing_any_more_ends_what_was_kept(
    asks: Asks, writer: FakeTgi, ada: Actor
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    writer.text = "NO_ANSWER"
    assert (await asks(ada, fresh=True))["outcome"] == "no_answer"
    await drain_generations()
    assert await in_thread(rows, ada.tenant) == 0


async def test_a_fresh_answer_that_cannot_be_made_leaves_what_was_kept(
    asks: Asks, writer: FakeTgi, ada: Actor
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    await writer.stop()
    assert (await asks(ada, fresh=True))["outcome"] == "passages_only"
    await drain_generations()
    assert await in_thread(rows, ada.tenant) == 1


async def test_a_thumb_down_ends_also_the_answer_that_took_its_place(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor
) -> None:
    first = await asks(cleo)
    await kept(ada.tenant)
    await asks(ben, fresh=True)
    await drain_generations()
    client = await in_thread(cast.signed_in, cleo)
    path = f"/api/v1/messages/{first['message']}/feedback"
    assert (await in_thread(lambda: client.put(path, {"rating": "down"}, format="json"))).status_code == 200
    assert await in_thread(rows, ada.tenant) == 0


@pytest.mark.parametrize("by", ["installation", "tenant"])
@pytest.mark.parametrize("then", ["asked", "swept"])
async def test_what_was_kept_goes_once_nothing_is_kept_any_more(
    asks: Asks, ada: Actor, settings: Settings, by: str, then: str
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    if by == "tenant":
        await in_thread(switch_off, ada)
    else:
        settings.ANSWER_CACHE = False
    if then == "asked":
        assert (await asks(ada))["cached"] is None
    else:
        await in_thread(runner.restore_starts)
    assert await in_thread(rows, ada.tenant) == 0


def switch_off(who: Actor) -> None:
    """Turn the tenant's own switch."""
    with tenant_scope(who.tenant), transaction.atomic():
        write_tuning("search", {"cache": False})
