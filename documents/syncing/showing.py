"""Show sources, their kinds and their runs as the contract names their fields."""

from typing import Any
from uuid import UUID

from django.db import transaction

from documents.actions.describing import secrets_of
from documents.models import Source, SourceRun
from documents.origins import access_run, access_source, log_of, runs_by_id
from documents.sources.kinds import Kind
from documents.sources.registry import kind_names, kind_of
from documents.types import Happened
from tenants.access import names_of_people
from tenants.types import Actor

# What JSON Schema says of a field, and whether it stands beside or below it.
PLAIN = ("type", "title", "description", "default", "enum", "minimum", "maximum", "examples")


def show_kinds() -> list[dict[str, Any]]:
    """Return what is asked for each kind, for a form."""
    return [_show_kind(kind_of(name)) for name in kind_names()]


def _show_kind(kind: Kind) -> dict[str, Any]:
    schema = kind.settings.model_json_schema()
    required = schema.get("required", [])
    fields = [_field(name, said, name in required) for name, said in schema.get("properties", {}).items()]
    secrets = [
        {
            "name": secret.name,
            "title": secret.title,
            "description": secret.description,
            "long": secret.is_long,
            "required": secret.is_required,
        }
        for secret in kind.secrets
    ]
    return {
        "name": kind.name,
        "title": kind.title,
        "description": kind.description,
        "settings": fields,
        "secrets": secrets,
    }


def _field(name: str, said: dict[str, Any], is_required: bool) -> dict[str, Any]:
    known: dict[str, Any] = next((one for one in said.get("anyOf", []) if one.get("type") != "null"), {})
    whole = {**known, **said}
    kind = "list" if whole.get("type") == "array" else str(whole.get("type", "string"))
    return {
        "name": name,
        "type": kind,
        "title": str(whole.get("title", name)),
        "description": str(whole.get("description", "")),
        "required": is_required,
        "default": whole.get("default"),
        "choices": [str(choice) for choice in whole.get("enum", [])],
        "minimum": whole.get("minimum"),
        "maximum": whole.get("maximum"),
        "example": str(next(iter(whole.get("examples", [])), "")),
        "refining": bool(whole.get("refining", False)),
        "placing": not whole.get("harmless", False),
    }


class Runs:
    """Show many sources, reading the latest run of each at once."""

    def __init__(self, actor: Actor, sources: list[Source]) -> None:
        """Read the runs, and as whom the sources act."""
        self._names = names_of_people(tenant=actor.tenant, person_ids={row.created_by for row in sources})
        ids = [vars(source)["last_run_id"] for source in sources]
        self._runs = runs_by_id([run_id for run_id in ids if run_id])

    def show(self, source: Source) -> dict[str, Any]:
        """Return a source's fields, as origins returned it; of its secrets the names alone."""
        run = self._runs.get(vars(source)["last_run_id"])
        person = self._names.get(source.created_by)
        return {
            "id": source.pk,
            "kind": source.kind,
            "name": source.name,
            "collection": source.collection.slug,
            "settings": source.settings,
            "secrets": sorted(secrets_of(source)),
            "schedule": source.schedule,
            "removal_share": source.removal_share,
            "next_run_at": source.next_run_at,
            "last_run": show_run(run) if run else None,
            "asking_run": vars(source)["asking_run_id"],
            "documents": vars(source)["document_count"],
            "acts_as": (person.name or person.email) if person else "",
            "created_at": source.created_at,
            "updated_at": source.updated_at,
        }


def show_run(run: SourceRun) -> dict[str, Any]:
    """Return a run's fields without its log."""
    error = {"code": run.error_code, "detail": run.error_detail} if run.error_code else None
    ended = run.finished_at
    seconds = (ended - run.started_at).total_seconds() if run.started_at and ended else None
    return {
        "id": run.pk,
        "source": run.source_id,
        "state": run.state,
        "dry_run": run.is_dry,
        "scheduled": run.created_by is None,
        "job": run.job_id,
        "counts": {happened.value: run.counts.get(happened.value, 0) for happened in Happened},
        "error": error,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "finished_at": ended,
        "duration_seconds": seconds,
    }


def show_whole_run(run: SourceRun, *, happened: str = "", words: str = "") -> dict[str, Any]:
    """Return a run with the entries of its log that the filters leave."""
    told = sum(run.counts.get(name, 0) for name in Happened if name is not Happened.UNCHANGED)
    return {
        **show_run(run),
        "log": log_of(run, happened=happened, words=words),
        "log_is_complete": len(run.log) >= told,
    }


@transaction.atomic
def describe_source(*, actor: Actor, source_id: UUID) -> dict[str, Any]:
    """Return the fields of a source after a change; raise NotFound."""
    source = access_source(actor=actor, source_id=source_id)
    return Runs(actor, [source]).show(source)


@transaction.atomic
def describe_run(*, actor: Actor, source_id: UUID, run_id: UUID) -> dict[str, Any]:
    """Return the fields of a run after a change; raise NotFound."""
    return show_run(access_run(actor=actor, source_id=source_id, run_id=run_id))
