"""The wire format is the schema that the frontend is built on."""

import json
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from chat import protocol, types
from chat.protocol import Ask, Resume, Stop, decode, encode, encode_problem
from documents.types import DocumentRef
from project.kernel.errors import Invalid

SCHEMA = json.loads((Path(protocol.__file__).parent / "events.schema.json").read_text())
MESSAGE = UUID(int=7)
CITATION = types.Citation(
    n=1,
    chunk_id=UUID(int=1),
    document=DocumentRef(id=UUID(int=2), external_id="a", title="Leave", url="", collection="hr", version=1),
    page=3,
    place="Page 3",
    section=("Leave", "Parental"),
    quote="Twelve weeks.",
    start=10,
    end=23,
    verified=True,
)
EVENTS: tuple[types.Event, ...] = (
    types.Started(id="c1", conversation=UUID(int=3)),
    types.Stage(name=types.StageName.SEARCH, detail="3 passages"),
    types.Sources(citations=(CITATION,)),
    types.Token(text="Twelve"),
    types.Done(
        answer="Twelve weeks. [1]",
        outcome=types.Outcome.ANSWERED,
        citations=(CITATION,),
        sentences=(types.AnswerSentence(start=0, end=13, citations=(1,), verified=True),),
        model="m",
        timings_ms={"total": 12.345},
        degraded=("reranker",),
    ),
    types.Failed(code="interrupted", detail="The model stopped early.", retryable=True, answer="Twel"),
    types.Stopped(answer="Twel"),
)


def check(definition: str, value: object) -> None:
    schema = {"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]}
    Draft202012Validator(schema).validate(value)


def test_the_schema_is_a_valid_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_event_has_a_sample_here() -> None:
    kinds = {kind for member in get_args(types.Event) for kind in (get_args(member) or (member,))}
    assert {type(event) for event in EVENTS} == kinds


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_is_encoded_fits_the_definition_of_its_name(event: types.Event) -> None:
    check(type(event).__name__, encode(event, MESSAGE, 1))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_is_encoded_fits_exactly_one_kind_of_message(event: types.Event) -> None:
    check("ServerMessage", encode(event, MESSAGE, 1))


def test_a_problem_fits_the_schema() -> None:
    check("ServerMessage", encode_problem(client_id=None, code="invalid", detail="Not JSON."))


def test_the_enumerations_are_those_of_the_types() -> None:
    assert SCHEMA["$defs"]["Outcome"]["enum"] == [outcome.value for outcome in types.Outcome]
    assert SCHEMA["$defs"]["StageName"]["enum"] == [name.value for name in types.StageName]
    assert SCHEMA["$defs"]["Mode"]["enum"] == list(get_args(types.AnswerMode))


def test_an_ask_is_read_with_its_defaults() -> None:
    payload = {"type": "ask", "id": "c1", "question": " How much leave? ", "conversation": None}
    check("ClientMessage", payload)
    assert decode(payload) == Ask(id="c1", question="How much leave?")


def test_stop_and_resume_are_read() -> None:
    stop = {"type": "stop", "message": str(MESSAGE)}
    resume = {"type": "resume", "message": str(MESSAGE), "after": 4}
    check("ClientMessage", stop)
    check("ClientMessage", resume)
    assert [decode(stop), decode(resume)] == [Stop(message=MESSAGE), Resume(message=MESSAGE, after=4)]


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ([], ""),
        ({"type": "shout"}, "type"),
        ({"type": "ask", "id": "c1", "question": " "}, "question"),
        ({"type": "ask", "id": "c1", "question": "x" * 4001}, "question"),
        ({"type": "ask", "id": 3, "question": "x"}, "id"),
        ({"type": "ask", "id": "c1", "question": "x", "collections": "hr"}, "collections"),
        ({"type": "ask", "id": "c1", "question": "x", "filter": 1}, "filter"),
        ({"type": "ask", "id": "c1", "question": "x", "filters": {}}, "filters"),
        ({"type": "stop", "message": str(MESSAGE), "after": 3}, "after"),
        ({"type": "resume", "message": str(MESSAGE), "after": 3, "id": "c1"}, "id"),
        ({"type": "ask", "id": "c\ud800", "question": "x"}, "id"),
        ({"type": "ask", "id": "c1", "question": "x\udfff"}, "question"),
        ({"type": "ask", "id": "c1", "question": "a\0b"}, "question"),
        ({"type": "ask", "id": "c1", "question": "x", "filter": {"a": [{"b": "\ud800"}]}}, "filter"),
        ({"type": "ask", "id": "c1", "question": "x", "filter": {"\0": 1}}, "filter"),
        ({"type": "ask", "id": "c1", "question": "x", "filter": {"a": float("inf")}}, "filter"),
        ({"type": "stop", "message": "no"}, "message"),
        ({"type": "resume", "message": str(MESSAGE), "after": -1}, "after"),
        ({"type": "resume", "message": str(MESSAGE), "after": True}, "after"),
    ],
)
def test_a_wrong_message_names_its_field(payload: object, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decode(payload)
    assert [error.field for error in refusal.value.errors] == [field]
