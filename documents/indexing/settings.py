"""Say how a tenant's chunks are cut and embedded, as an index version keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from documents.embedding.registry import EmbedderEntry, embedder_entry
from documents.embedding.types import ModelMissing
from documents.indexing.reading import converter_settings
from documents.indexing.splitters import splitter_settings
from documents.ingest.types import AS_USUAL, ConverterSettings, SplitterSettings
from documents.models import IndexVersion
from project.kernel.errors import FieldError, Invalid

# `binary` keeps halfvecs too, by which the rows that its graph of signs finds are put in order.
PRECISIONS = ("halfvec", "vector", "binary")
PRECISION = PRECISIONS[0]
SETTINGS = ("embedder", "revision", "dimensions", "precision", "splitter", "converter")


@dataclass(frozen=True, kw_only=True)
class Splitting:
    """Name one way to read and cut documents: its number, the settings, and the model whose tokens are counted."""

    number: int
    embedder: str
    splitter: SplitterSettings
    # The number of the way to read.
    reading: int = 0
    converter: ConverterSettings = AS_USUAL


def index_settings(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what somebody asked of an index version; raise Invalid, which names the field."""
    _refuse_unknown(wanted, SETTINGS, "settings")
    entry = _entry(str(wanted.get("embedder", settings.EMBEDDER)))
    _refuse_not_offered(entry, wanted)
    return {
        "embedder": entry.id,
        "revision": entry.revision,
        "dimensions": wanted.get("dimensions", entry.dimensions),
        "precision": wanted.get("precision", PRECISION),
        "splitter": asdict(
            splitter_settings(entry, _object(wanted.get("splitter", {}), "settings.splitter"))
        ),
        "converter": converter_settings(_object(wanted.get("converter", {}), "settings.converter")),
    }


def complete_settings(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return an index version's settings with those that were not known when it was made, as by default."""
    usual = index_settings({})
    known = {
        name: {**usual[name], **kept[name]} if isinstance(usual[name], dict) else kept[name] for name in kept
    }
    return {**usual, **known}


def splitting_of(index: IndexVersion) -> Splitting:
    """Return how the chunks of an index version are cut."""
    return Splitting(
        number=index.splitting,
        embedder=index.settings["embedder"],
        splitter=SplitterSettings(**index.settings["splitter"]),
        reading=index.reading,
        converter=ConverterSettings.of(index.settings.get("converter", {})),
    )


def _refuse_not_offered(entry: EmbedderEntry, wanted: Mapping[str, Any]) -> None:
    offered: dict[str, tuple[Sequence[Any], str]] = {
        "revision": ((entry.revision,), ""),
        "dimensions": (entry.all_dimensions, "" if entry.matryoshka else _NOT_MATRYOSHKA),
        "precision": (PRECISIONS, ""),
    }
    wrong = [
        FieldError(
            f"settings.{name}",
            "not_offered",
            f"Expected {' or '.join(map(repr, values))} with the embedder {entry.id}.{reason}",
        )
        for name, (values, reason) in offered.items()
        if name in wanted and (wanted[name] not in values or isinstance(wanted[name], bool))
    ]
    if wrong:
        raise Invalid("These settings cannot be built.", errors=wrong)


_NOT_MATRYOSHKA = (
    " It was not trained so that its vectors may be cut (Matryoshka): what is left would mean little."
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
