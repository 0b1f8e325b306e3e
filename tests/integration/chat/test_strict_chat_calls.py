"""What means nothing in a question, over the socket or over HTTP, is refused by its name, and nothing is asked."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tenants.types import Actor
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.conftest import Opens


@pytest.mark.parametrize(
    ("frame", "name", "sentence"),
    [
        ({"type": "ask", "id": "c1", "question": "Leave?", "filters": {}}, "c1", "Did you mean `filter`?"),
        ({"type": "ask", "id": "c1", "question": "Leave?", "stream": True}, "c1", "`conversation`"),
        ({"type": "stop", "message": str(uuid4()), "reason": "bored"}, None, "`message`"),
        ({"type": "resume", "message": str(uuid4()), "after": 1, "afters": 2}, None, "Did you mean `after`?"),
    ],
)
async def test_a_frame_with_an_unknown_field_is_refused_by_its_name(
    ada: Actor, author: ScriptedAuthor, opens: Opens, frame: dict[str, Any], name: str | None, sentence: str
) -> None:
    """The refusal names the question or the answer that it spoke of, and the socket stays open."""
    socket = await opens(ada)
    await socket.send(**frame)
    refusal = await socket.event()
    assert (refusal["type"], refusal["code"]) == ("problem", "unknown_field")
    assert refusal["id"] == (name or frame["message"])
    assert sentence in refusal["detail"]
    assert author.asked == []
    assert (await socket.ask())["type"] == "started"
    await socket.leave()


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("post", "answers", {"question": "Leave?", "filters": {}}, "filters"),
        ("post", "answers", {"question": "Leave?", "stream": True, "top_k": 3}, "top_k"),
        ("put", f"messages/{uuid4()}/feedback", {"rating": "up", "reason": "style"}, "reason"),
    ],
)
def test_a_call_with_an_unknown_field_is_refused_by_its_name(
    ada: Actor, api: Callable[[Actor], APIClient], method: str, path: str, body: dict[str, Any], field: str
) -> None:
    answer = getattr(api(ada), method)(f"/api/v1/{path}", body, format="json")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "unknown_field")
    assert problem["errors"][0]["field"] == field
