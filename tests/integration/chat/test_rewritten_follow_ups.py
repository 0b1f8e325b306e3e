"""A question that leans on the conversation is completed from it, unless the company switched that off."""

from typing import Any

import pytest
from django.db import transaction

from documents.search.tuning import write_tuning
from project.kernel.db import in_thread, tenant_scope
from tenants.types import Actor
from tests.factories import cast
from tests.integration.chat.asking import Asks


def switch(who: Actor, *, is_on: bool) -> None:
    """Turn the company's switch."""
    with tenant_scope(who.tenant), transaction.atomic():
        write_tuning("search", {"rewrite_follow_ups": is_on})


async def stages_of(who: Actor, told: dict[str, Any]) -> list[str]:
    """Return the stages of an answer, by its trace."""
    client = await in_thread(cast.signed_in, who)
    trace = (await in_thread(client.get, f"/api/v1/messages/{told['message']}/trace")).json()
    return [stage["name"] for stage in trace["stages"]]


@pytest.mark.parametrize("is_on", [True, False])
async def test_a_follow_up_is_completed_only_while_that_is_switched_on(
    asks: Asks, ada: Actor, is_on: bool
) -> None:
    await in_thread(lambda: switch(ada, is_on=is_on))
    first = await asks(ada)
    told = await asks(ada, "And what of it in the hall?", conversation=first["conversation"])
    assert ("condense" in await stages_of(ada, told)) is is_on
    assert ("condense" in [one.get("name") for one in told["events"]]) is is_on
