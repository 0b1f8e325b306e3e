"""docs/streams.md names what goes over the wire."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chat import consumers, protocol
from project.environment import ROOT

PAGE = (ROOT / "docs/streams.md").read_text(encoding="utf-8")
SCHEMA = json.loads((Path(protocol.__file__).parent / "events.schema.json").read_text())["$defs"]
# What every event has, so that the table need not say it in each row.
COMMON = {"type", "message", "seq"}
EVENTS = [member["$ref"].rsplit("/", 1)[-1] for member in SCHEMA["Event"]["oneOf"]]
ASKED = [member["$ref"].rsplit("/", 1)[-1] for member in SCHEMA["ClientMessage"]["oneOf"]]


def row(kind: str) -> set[str]:
    """Return the fields that the page has for a message's type."""
    found = re.search(rf"^\| `{kind}` \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert found is not None, f"docs/streams.md lacks {kind}"
    return set(re.findall(r"`(\w+)`", found[1]))


@pytest.mark.parametrize("name", EVENTS)
def test_the_page_names_every_event_and_its_fields(name: str) -> None:
    assert row(name.lower()) == set(SCHEMA[name]["properties"]) - COMMON


@pytest.mark.parametrize("name", [*ASKED, "Problem"])
def test_the_page_names_every_other_message_and_its_fields(name: str) -> None:
    assert row(name.lower()) == set(SCHEMA[name]["properties"]) - {"type"}


@pytest.mark.parametrize("name", ["Outcome", "StageName"])
def test_the_page_names_every_word_of_an_enumeration(name: str) -> None:
    words: list[Any] = SCHEMA[name]["enum"]
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_page_names_every_close_code() -> None:
    told = set(map(int, re.findall(r"^\| (\d{4}) \|", PAGE, re.MULTILINE)))
    assert told == {consumers.NOT_SIGNED_IN, consumers.UNKNOWN, consumers.TOO_MANY, consumers.TRY_LATER}


def test_the_page_names_the_limits_of_a_socket() -> None:
    assert f"{consumers.FRAME_LIMIT_CHARACTERS:,} characters" in PAGE
    assert f"more than {consumers.SOCKETS_PER_PERSON} sockets" in PAGE
