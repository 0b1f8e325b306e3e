"""No body takes more memory than its limit."""

from io import BytesIO

import pytest

from project.kernel.errors import Invalid, TooLarge
from project.kernel.http import bodies


def test_a_line_that_is_too_long_comes_cut_and_the_next_one_whole() -> None:
    """Whoever reads the lines sees one byte too many, and refuses that line alone."""
    lines = bodies.bounded_lines(BytesIO(b"a" * 100 + b"\nbc\n"), line_bytes=10, limit_bytes=1_000)
    assert list(lines) == [b"a" * 11, b"bc\n"]


def test_lines_are_counted_together() -> None:
    """A body that said less of itself than it holds is refused where the limit is passed."""
    lines = bodies.bounded_lines(BytesIO(b"abc\n" * 5), line_bytes=10, limit_bytes=10)
    assert [next(lines), next(lines)] == [b"abc\n", b"abc\n"]
    with pytest.raises(TooLarge):
        next(lines)


def test_a_json_body_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One at the limit is read."""
    monkeypatch.setattr(bodies, "JSON_LIMIT_BYTES", 10)
    parser = bodies.BoundedJSONParser()
    assert parser.parse(BytesIO(b'{"a": 123}'), parser_context={}) == {"a": 123}
    with pytest.raises(TooLarge):
        parser.parse(BytesIO(b'{"a": 1234}'), parser_context={})


def test_a_body_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(Invalid):
        bodies.BoundedJSONParser().parse(BytesIO(b"[" * 100_000), parser_context={})
