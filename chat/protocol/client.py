"""Read what a client sends: ask, stop, resume."""

import dataclasses
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from project.kernel.errors import UNKNOWN_FIELD, FieldError, Invalid
from project.kernel.unknown import said_of, unknown_names

QUESTION_LIMIT_CHARACTERS = 4_000
ID_LIMIT_CHARACTERS = 100
MOMENT_LIMIT_CHARACTERS = 40
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Ask a question, in a conversation or in a new one; `id` is the client's own name for it."""

    id: str
    question: str
    conversation: UUID | None = None
    collections: tuple[str, ...] = ()
    filter: Mapping[str, object] = field(default_factory=dict)
    # Make a new answer, whatever is known already.
    fresh: bool = False
    # The day or moment whose versions answer; empty: those of now.
    as_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Stop writing a message."""

    message: UUID


@dataclass(frozen=True, kw_only=True)
class Resume:
    """Send again what follows the event `after` of a message, then go on."""

    message: UUID
    after: int


ClientMessage = Ask | Stop | Resume


def decode(payload: object) -> ClientMessage:
    """Give the message that the JSON value says; raise `Invalid`, naming the field, where it says none, or more."""
    fields = _object(payload, "")
    refuse_unstorable(fields)
    match fields.get("type"):
        case "ask":
            _refuse_unknown(fields, Ask)
            return _ask(fields)
        case "stop":
            _refuse_unknown(fields, Stop)
            return Stop(message=_uuid(fields.get("message"), "message"))
        case "resume":
            _refuse_unknown(fields, Resume)
            return Resume(
                message=_uuid(fields.get("message"), "message"), after=_count(fields.get("after"), "after")
            )
        case _:
            raise _wrong("type", "one of ask, stop, resume")


def refuse_unstorable(fields: Mapping[str, object]) -> None:
    """Raise `Invalid`, naming the field, where anything in it can neither be stored nor sent.

    JSON can say half a surrogate pair and the character NUL; no UTF-8, and no text of PostgreSQL's, can.
    """
    for name, value in fields.items():
        if not is_storable(name):
            raise _wrong("", "text without NUL and without half of a surrogate pair")
        if not is_storable(value):
            raise _wrong(name, "text without NUL and half surrogates, and finite numbers")


def is_storable(value: object) -> bool:
    """Say whether a JSON value can be stored and sent, however deep it goes."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if "\0" in text or _SURROGATE.search(text):
                return False
            case float() as number if not math.isfinite(number):
                return False
            case dict() as members:
                waiting += [*members.keys(), *members.values()]
            case list() as items:
                waiting += items
    return True


def _refuse_unknown(fields: Mapping[str, object], message: type[ClientMessage]) -> None:
    known = ["type", *(one.name for one in dataclasses.fields(message))]
    unknown = unknown_names(fields, known)
    errors = [FieldError(name, UNKNOWN_FIELD, said_of(name, known)) for name in unknown]
    if errors:
        raise Invalid(errors[0].detail, errors=errors, code=UNKNOWN_FIELD)


def _ask(fields: Mapping[str, object]) -> Ask:
    conversation = fields.get("conversation")
    return Ask(
        id=_text(fields.get("id"), "id", ID_LIMIT_CHARACTERS),
        question=_text(fields.get("question"), "question", QUESTION_LIMIT_CHARACTERS),
        conversation=None if conversation is None else _uuid(conversation, "conversation"),
        collections=_texts(fields.get("collections", []), "collections"),
        filter=_object(fields.get("filter", {}), "filter"),
        fresh=_switch(fields.get("fresh", False), "fresh"),
        as_of=_moment(fields.get("as_of", "")),
    )


def _object(value: object, field_name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(field_name, "an object")
    return value


def _text(value: object, field_name: str, limit_characters: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > limit_characters or "\0" in value:
        raise _wrong(field_name, f"a text of 1 to {limit_characters} characters")
    return value.strip()


def _texts(value: object, field_name: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong(field_name, "a list of texts")
    return tuple(_text(item, field_name, ID_LIMIT_CHARACTERS) for item in value)


def _uuid(value: object, field_name: str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise _wrong(field_name, "an id") from error


def _moment(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOMENT_LIMIT_CHARACTERS:
        raise _wrong("as_of", "a day or a moment as a text")
    return value.strip()


def _switch(value: object, field_name: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field_name, "true or false")
    return value


def _count(value: object, field_name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _wrong(field_name, "a number from 0")
    return value


def _wrong(field_name: str, expected: str) -> Invalid:
    detail = f"{field_name or 'The message'} must be {expected}."
    return Invalid(detail, errors=[FieldError(field_name, "invalid", detail)])
