"""OpenAI's clients are told how an answer ended in the words that they know."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from chat.answering.types import Turn
from chat.api.completion_shapes import CompletionRequestShape, EmbeddingRequestShape
from chat.api.completions import _completion, _lines, _question
from chat.streams import Frame
from chat.types import ANSWER_LENGTH, Done, Outcome
from chat.wiring import Answer
from project.kernel.errors import Invalid

NAME = UUID(int=9)
USAGE = {"prompt_tokens": 3, "completion_tokens": 2}
DONE = {"type": "done", "usage": USAGE, "citations": [], "degraded": []}
FAILED = {
    "type": "failed",
    "code": "interrupted",
    "detail": "It broke off.",
    "retryable": True,
    "answer": "Up ",
}


async def lines(*events: dict[str, Any]) -> list[str]:
    async def frames() -> AsyncIterator[Frame]:
        for seq, event in enumerate(events, start=1):
            yield Frame(seq=seq, text=json.dumps(event))

    sent = "".join([line async for line in _lines(NAME, frames())])
    return [line.removeprefix("data: ") for line in sent.split("\n\n") if line]


@pytest.mark.parametrize(("degraded", "reason"), [([], "stop"), ([ANSWER_LENGTH], "length")])
async def test_a_stream_says_whether_it_was_cut_at_its_length(degraded: list[str], reason: str) -> None:
    *_, last, end = await lines({"type": "token", "text": "Up "}, DONE | {"degraded": degraded})
    assert json.loads(last)["choices"][0]["finish_reason"] == reason
    assert end == "[DONE]"


def test_a_completion_says_that_it_was_cut_at_its_length() -> None:
    done = Done(answer="Up", outcome=Outcome.ANSWERED, degraded=(ANSWER_LENGTH,))
    body = _completion(Answer(message=NAME, conversation=NAME, done=done))
    assert body["choices"][0]["finish_reason"] == "length"


async def test_a_failed_stream_ends_with_an_error_and_is_not_called_done() -> None:
    *_, last = await lines({"type": "token", "text": "Up "}, FAILED)
    assert json.loads(last)["error"] == {
        "code": "interrupted",
        "message": "It broke off.",
        "type": "server_error",
        "param": None,
    }


async def test_a_stream_that_breaks_off_is_not_called_done() -> None:
    assert "[DONE]" not in await lines({"type": "token", "text": "Up "})


@pytest.mark.parametrize(("texts", "is_fit"), [(["a" * 32_000] * 12, True), (["a" * 32_000] * 13, False)])
def test_the_texts_of_one_call_are_bounded_together(texts: list[str], is_fit: bool) -> None:
    assert EmbeddingRequestShape(data={"input": texts}).is_valid() is is_fit


def said(*turns: str) -> list[dict[str, str]]:
    """Return messages, of the user where they begin with a capital letter."""
    return [{"role": "user" if turn[0].isupper() else "assistant", "content": turn} for turn in turns]


def test_what_one_says_in_several_messages_is_one_turn() -> None:
    question, turns = _question(said("Hello.", "How long?", "six days.", "or seven.", "And paid?"))
    assert question == "And paid?"
    assert turns == (Turn(question="Hello.\nHow long?", answer="six days.\nor seven."),)


def test_only_the_last_turns_are_taken_along() -> None:
    _, turns = _question(said(*["Why?", "so."] * 9, "And?"))
    assert len(turns) == 6


def test_a_message_of_tools_has_no_text() -> None:
    called: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": []}
    reader = CompletionRequestShape(data={"messages": [*said("Why?"), called, *said("And?")]})
    assert reader.is_valid(), reader.errors
    assert _question(reader.validated_data["messages"])[0] == "Why?\nAnd?"


def test_a_question_longer_than_may_be_asked_is_refused() -> None:
    with pytest.raises(Invalid):
        _question(said("W" * 4_001))
