"""An answer as of a moment is made of the versions that were in force then, and cites them."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections

from project.kernel.db import TenantRef, in_thread
from tenants import schemas
from tenants.types import Actor, Role
from tests.factories import cast
from tests.fakes.author import ScriptedAuthor
from tests.fakes.tgi import FakeTgi
from tests.integration.chat.asking import QUESTION, TEXT, Asks, upload
from tests.integration.chat.test_cached_answers import kept
from tests.integration.chat.test_curated_answers import write
from tests.integration.chat.test_openai import CHAT
from tests.integration.chat.test_rest import Signs

NOW_TEXT = TEXT.replace("twelve", "sixteen")


async def moment() -> str:
    """Return this moment, with time on either side."""
    await asyncio.sleep(0.01)
    said = datetime.now(UTC).isoformat()
    await asyncio.sleep(0.01)
    return said


async def test_an_answer_cites_the_version_of_then(asks: Asks, ada: Actor, document: str) -> None:
    then = await moment()
    await in_thread(upload, ada, NOW_TEXT)
    old, new = await asks(ada, as_of=then), await asks(ada)
    assert {one["document"]["version"] for one in old["citations"]} == {1}
    assert {one["document"]["version"] for one in new["citations"]} == {2}
    assert "twelve weeks" in old["citations"][0]["quote"]


async def test_answers_of_now_and_of_moments_are_not_given_for_each_other(
    asks: Asks, ada: Actor, document: str, writer: FakeTgi
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    then = await moment()
    assert (await asks(ada))["cached"]
    assert (await asks(ada, as_of=then))["cached"] is None


async def test_an_answer_as_of_a_moment_is_given_again_for_the_same_moment_to_who_may_still_read_it(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor, document: str
) -> None:
    then = await moment()
    await asks(cleo, as_of=then)
    await kept(ada.tenant)
    assert (await asks(cleo, as_of=then))["cached"]
    await in_thread(upload, ada, TEXT, readers="engineering")
    told = await asks(cleo, as_of=then)
    assert (told["outcome"], told["cached"]) == ("no_answer", None)


async def test_an_editors_answer_is_of_now(asks: Asks, ada: Actor, cleo: Actor, document: str) -> None:
    dora = await in_thread(cast.make_member, ada.tenant, "dora", role=Role.CURATOR)
    await in_thread(write, dora)
    then = await moment()
    assert (await asks(cleo, QUESTION))["curated"]
    assert (await asks(cleo, QUESTION, as_of=then))["curated"] is None


@pytest.mark.parametrize("wrong", ["soon", "9999-01-01"])
def test_what_is_no_moment_is_refused_by_each_door(
    ada: Actor, api: Signs, author: ScriptedAuthor, wrong: str
) -> None:
    client = api(ada)
    bodies: dict[str, dict[str, Any]] = {
        "/api/v1/answers": {"question": QUESTION},
        "/v1/chat/completions": CHAT,
    }
    for address, body in bodies.items():
        answer = client.post(address, {**body, "as_of": wrong}, format="json")
        assert answer.status_code == 400, answer.json()
    begun = client.post("/api/v1/answers", {"question": QUESTION, "as_of": "2026-01-31"}, format="json")
    assert begun.status_code == 200
    assert author.asked[-1][0].as_of == "2026-01-31"


def age(tenant: TenantRef) -> None:
    """Let the change of the rule have been on the tenth of March 2024."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            "UPDATE in_force SET since = CASE WHEN until IS NULL THEN '2024-03-10' ELSE '2023-03-10' END::timestamptz,"
            " until = CASE WHEN until IS NOT NULL THEN '2024-03-10'::timestamptz END"
        )
    connections["owner"].close()


async def test_an_answer_that_cites_a_version_of_then_for_words_of_its_question_says_of_which_day(
    asks: Asks, ada: Actor, document: str
) -> None:
    await in_thread(upload, ada, NOW_TEXT)
    await in_thread(age, ada.tenant)
    told = await asks(ada, "How many weeks of parental leave as of 9 March 2024?")
    assert 1 in {one["document"]["version"] for one in told["citations"]}
    assert told["meant_as_of"] == "2024-03-09"
    client = await in_thread(cast.signed_in, ada)
    kept_as = (await in_thread(client.get, f"/api/v1/conversations/{told['conversation']}")).json()
    assert [one["meant_as_of"] for one in kept_as["messages"]] == ["2024-03-09"]


@pytest.mark.parametrize("day", ["8 March 2025", "1 January 2020"])
async def test_an_answer_that_cites_nothing_of_then_says_of_no_day(
    asks: Asks, ada: Actor, document: str, day: str
) -> None:
    await in_thread(upload, ada, NOW_TEXT)
    await in_thread(age, ada.tenant)
    told = await asks(ada, f"How many weeks of parental leave as of {day}?")
    assert (told["outcome"], told["meant_as_of"]) == ("answered", None)


async def test_an_answer_as_of_a_day_that_was_chosen_means_no_other(
    asks: Asks, ada: Actor, document: str
) -> None:
    await in_thread(upload, ada, NOW_TEXT)
    await in_thread(age, ada.tenant)
    told = await asks(ada, as_of="2024-03-09")
    assert ({one["document"]["version"] for one in told["citations"]}, told["meant_as_of"]) == ({1}, None)
