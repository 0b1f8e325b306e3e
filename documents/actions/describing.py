"""Check what is said of a source, and keep its secrets sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from documents.access import access_collection
from documents.models import Source
from documents.sources.kinds import Kind
from documents.sources.registry import kind_names, kind_of
from documents.sources.schedules import Schedule
from project.kernel.errors import FieldError, Invalid
from tenants.sealing import seal, unseal
from tenants.types import Actor

MANUAL: Mapping[str, Any] = {"every": "manual"}


@dataclass(frozen=True, kw_only=True)
class NewSource:
    """Describe a source; secrets are sealed at once."""

    kind: str
    name: str
    collection: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    schedule: Mapping[str, Any]
    removal_share: int = 20


def new_source(actor: Actor, source: NewSource) -> Source:
    """Return a checked source that is not stored yet."""
    collection = access_collection(actor=actor, slug=source.collection)
    kind = known_kind(source.kind)
    return Source(
        kind=kind.name,
        name=source.name,
        collection=collection,
        settings=checked_settings(kind, source.settings),
        secrets_sealed=sealed(checked_secrets(kind, source.secrets)),
        schedule=checked_schedule(source.schedule).model_dump(mode="json"),
        removal_share=source.removal_share,
        created_by=actor.user_id,
    )


def known_kind(name: str) -> Kind:
    """Return a kind; raise Invalid for an unknown one."""
    try:
        return kind_of(name)
    except LookupError as unknown:
        expected = f"Expected one of {', '.join(kind_names())}."
        raise Invalid(
            "The source is not as expected.", errors=[FieldError("kind", "unknown", expected)]
        ) from unknown


def checked_settings(kind: Kind, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as a kind keeps them; raise Invalid naming each wrong field."""
    try:
        return kind.settings.model_validate(dict(settings)).model_dump(mode="json")
    except ValidationError as wrong:
        raise _refused("settings", wrong, kind.settings) from wrong


def checked_schedule(schedule: Mapping[str, Any]) -> Schedule:
    """Return a schedule; raise Invalid naming each wrong field."""
    try:
        return Schedule.model_validate(dict(schedule))
    except ValidationError as wrong:
        raise _refused("schedule", wrong, Schedule) from wrong


def checked_secrets(kind: Kind, secrets: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets of a kind; raise Invalid for unknown and for missing ones."""
    known = {secret.name for secret in kind.secrets}
    missing = {secret.name for secret in kind.secrets if secret.is_required} - set(secrets)
    errors = [
        FieldError(f"secrets.{name}", "unknown", "This kind of source has no such secret.")
        for name in sorted(set(secrets) - known)
    ]
    errors += [
        FieldError(f"secrets.{name}", "required", "This kind of source needs it.") for name in sorted(missing)
    ]
    if errors:
        raise Invalid("The source is not as expected.", errors=errors)
    return {name: text for name, text in secrets.items() if text}


def secrets_of(source: Source) -> dict[str, str]:
    """Unseal a source's secrets, for its connector alone."""
    kept = bytes(source.secrets_sealed)
    opened: dict[str, str] = json.loads(unseal(kept)) if kept else {}
    return opened


def sealed(secrets: Mapping[str, str]) -> bytes:
    """Seal secrets; nothing for none."""
    return seal(json.dumps(dict(secrets))) if secrets else b""


def _refused(part: str, wrong: ValidationError, model: type[BaseModel]) -> Invalid:
    """Name the wrong fields without what was sent, which may hold a secret in the wrong place."""
    errors = [
        FieldError(".".join([part, *map(str, error["loc"])]), error["type"], _expected(error, model))
        for error in wrong.errors(include_input=False, include_url=False)
    ]
    return Invalid("The source is not as expected.", errors=errors)


def _expected(error: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say what was expected in words: nobody reads it off a pattern."""
    field = model.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    if error["type"] != "string_pattern_mismatch" or field is None:
        return f"{error['msg'].removeprefix('Value error, ').rstrip('.')}."
    extra = field.json_schema_extra
    if isinstance(extra, dict) and extra.get("expected"):
        return f"Expected {extra['expected']}."
    if field.examples:
        return f"Expected something like {field.examples[0]}."
    return f"This cannot be a value of {field.title or error['loc'][0]}."
