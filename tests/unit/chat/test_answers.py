"""An answer that ended badly is told over HTTP by what failed."""

import pytest

from chat.types import Done, Ending, Failed, Outcome, Stopped
from chat.wiring.answers import NotAnswered, _whole
from project.kernel.errors import RaglanError, Unavailable


def test_a_whole_answer_is_given() -> None:
    done = Done(answer="Up to five days.", outcome=Outcome.ANSWERED)
    assert _whole(done) is done


@pytest.mark.parametrize(
    ("ending", "error", "code"),
    [
        (Failed(code="unavailable", detail="No database.", retryable=True), Unavailable, "unavailable"),
        (Failed(code="interrupted", detail="It broke off.", retryable=True), NotAnswered, "interrupted"),
        (Stopped(answer="Up "), NotAnswered, "stopped"),
    ],
)
def test_what_failed_is_named(ending: Ending, error: type[RaglanError], code: str) -> None:
    with pytest.raises(error) as raised:
        _whole(ending)
    assert raised.value.reason == code
