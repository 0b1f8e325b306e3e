"""Say how a tenant's chunks are cut and embedded, as an index version keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from documents.embedding.registry import EmbedderEntry, embedder_entry
from documents.embedding.types import ModelMissing
from documents.indexing.splitters import splitter_settings
from documents.ingest.types import SplitterSettings
from documents.models import IndexVersion
from project.kernel.errors import FieldError, Invalid

PRECISION = "halfvec"
SETTINGS = ("embedder", "revision", "dimensions", "precision", "splitter")


@dataclass(frozen=True, kw_only=True)
class Splitting:
    """Name one way to cut documents: its number, the settings, and the model whose tokens are counted."""

    number: int
    embedder: str
    splitter: SplitterSettings


def default_settings() -> dict[str, Any]:
    """Return the settings of a tenant's first index version."""
    return index_settings({})


def index_settings(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what somebody asked of an index version; raise Invalid, which names the field."""
    _refuse_unknown(wanted, SETTINGS, "settings")
    entry = _entry(str(wanted.get("embedder", settings.EMBEDDER)))
    wrong = [
        FieldError(f"settings.{name}", "not_offered", f"Expected {expected!r} with this embedder.")
        for name, expected in (
            ("revision", entry.revision),
            ("dimensions", entry.dimensions),
            ("precision", PRECISION),
        )
        if wanted.get(name, expected) != expected
    ]
    if wrong:
        raise Invalid("These settings cannot be built.", errors=wrong)
    return {
        "embedder": entry.id,
        "revision": entry.revision,
        "dimensions": entry.dimensions,
        "precision": PRECISION,
        "splitter": asdict(
            splitter_settings(entry, _object(wanted.get("splitter", {}), "settings.splitter"))
        ),
    }


def splitting_of(index: IndexVersion) -> Splitting:
    """Return how the chunks of an index version are cut."""
    return Splitting(
        number=index.splitting,
        embedder=index.settings["embedder"],
        splitter=SplitterSettings(**index.settings["splitter"]),
    )


def _entry(name: str) -> EmbedderEntry:
    try:
        return embedder_entry(name)
    except ModelMissing as missing:
        wrong = [FieldError("settings.embedder", "unknown_embedder", str(missing))]
        raise Invalid("These settings cannot be built.", errors=wrong) from missing


def _object(value: Any, field: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    detail = "Expected an object."
    raise Invalid(detail, errors=[FieldError(field, "not_an_object", detail)])


def _refuse_unknown(wanted: Mapping[str, Any], known: Sequence[str], field: str) -> None:
    detail = f"Expected some of {', '.join(known)}."
    unknown = [
        FieldError(f"{field}.{name}", "unknown_setting", detail) for name in wanted if name not in known
    ]
    if unknown:
        raise Invalid("These settings cannot be built.", errors=unknown)
