"""What a search brought from the moment that words mean is read in the versions of that moment."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest

from chat.protocol import Ask
from chat.wiring import author
from documents.types import SearchResult
from tenants.types import Actor

MEANT = datetime(2025, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize("meant", [None, MEANT])
async def test_surroundings_are_those_of_the_moment_that_is_meant(
    monkeypatch: pytest.MonkeyPatch, meant: datetime | None
) -> None:
    async def at_once(work: Callable[..., Any], **asked: Any) -> Any:
        return work(**asked)

    read: list[Any] = []
    found = SearchResult(query_id=UUID(int=0), passages=(), index_version=1, meant=meant)
    monkeypatch.setattr(author, "in_thread", at_once)
    monkeypatch.setattr(author, "passages", lambda **_: found)
    monkeypatch.setattr(author, "surroundings", lambda **asked: read.append(asked["meant"]))
    reading = author.Reading(cast(Actor, None), Ask(id="1", question="the leave as of 31 December 2025"))
    assert await reading.retrieve("the leave as of 31 December 2025") is found
    await reading.surround([UUID(int=1)])
    assert read == [[] if meant is None else [MEANT]]
