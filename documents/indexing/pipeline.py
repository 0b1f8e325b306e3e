"""Write a collection's pipeline as a file, check one, and compare it with what is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from documents.indexing.settings import index_settings
from project.kernel.errors import FieldError, Invalid

VERSION = 1
CLEANER = ("keep_headers_footers", "main_content_only")
EMBEDDER = {"id": "embedder", "revision": "revision", "dimensions": "dimensions"}
PARTS = ("version", "converter", "cleaner", "splitter", "embedder", "index")
MOST_CHARACTERS = 100_000
# A file has three; reading takes the square of the levels of brackets.
MOST_LEVELS = 10
# Where a setting of an index version stands in the file.
PLACES = {
    "settings.embedder": "embedder.id",
    "settings.revision": "embedder.revision",
    "settings.dimensions": "embedder.dimensions",
    "settings.precision": "index.precision",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Say what is wrong in a file: where, by path and line, and what was expected."""

    path: str
    line: int
    detail: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """Say that a value of a file is another than the one that is; None where one of both has none."""

    path: str
    before: Any
    after: Any


def write_pipeline(settings: Mapping[str, Any]) -> str:
    """Return the file of an index version's settings."""
    converter = dict(settings.get("converter", {}))
    content = {
        "version": VERSION,
        "converter": {name: value for name, value in converter.items() if name not in CLEANER},
        "cleaner": {name: converter[name] for name in CLEANER if name in converter},
        "splitter": dict(settings["splitter"]),
        "embedder": {name: settings[key] for name, key in EMBEDDER.items()},
        "index": {"precision": settings["precision"]},
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def read_pipeline(text: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Return the complete settings of a file, or None with what is wrong in it."""
    if len(text) > MOST_CHARACTERS:
        return None, [Fault(path="", line=1, detail=f"Expected at most {MOST_CHARACTERS} characters.")]
    try:
        if odd := _odd(text):
            return None, [odd]
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    # What is tagged as a number or a date and is none, or nested too deep, comes as Python's own error.
    except (yaml.YAMLError, ValueError, IndexError, RecursionError) as failure:
        mark = getattr(failure, "problem_mark", None)
        problem = getattr(failure, "problem", None) or failure
        return None, [Fault(path="", line=mark.line + 1 if mark else 1, detail=f"Expected YAML: {problem}.")]
    lines = dict(_lines(root)) if root is not None else {}
    faults = [
        Fault(path=path, line=_line(lines, path), detail=detail) for path, detail in _wrong_shape(content)
    ]
    faults += [_fault(error, lines) for error in _wrong_values(_wanted(content))]
    if faults:
        return None, sorted(dict.fromkeys(faults), key=lambda fault: fault.line)
    return index_settings(_wanted(content)), []


def _odd(text: str) -> Fault | None:
    """Return what no pipeline has: an alias, or values within values; found before the whole is read."""
    depth = 0
    for event in yaml.parse(text):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            return Fault(path="", line=line, detail="Expected each value in its place, without aliases.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_LEVELS:
            return Fault(path="", line=line, detail=f"Expected at most {MOST_LEVELS} levels of values.")
    return None


def compare_pipelines(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what differs between the files of two settings, by path."""
    old, new = (dict(_leaves(yaml.safe_load(write_pipeline(settings)))) for settings in (before, after))
    return [
        Change(path=path, before=old.get(path), after=new.get(path))
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    ]


def _wrong_shape(content: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(content, Mapping):
        yield "", f"Expected an object with {', '.join(PARTS)}."
        return
    if content.get("version") != VERSION or isinstance(content.get("version"), bool):
        yield "version", f"Expected {VERSION}."
    for name, part in content.items():
        if name not in PARTS:
            yield str(name), f"Expected one of {', '.join(PARTS)}."
        elif name != "version" and not isinstance(part, Mapping):
            yield str(name), "Expected an object."
    yield from _wrong_fields(content)


def _wrong_fields(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    known = {"cleaner": CLEANER, "embedder": tuple(EMBEDDER), "index": ("precision",)}
    parts = {name: part for name, part in content.items() if isinstance(part, Mapping)}
    for name, fields in known.items():
        for field in parts.get(name, {}):
            if field not in fields:
                yield f"{name}.{field}", f"Expected one of {', '.join(fields)}."
    for field in set(CLEANER) & set(parts.get("converter", {})):
        yield f"converter.{field}", "Expected it under cleaner."


def _wanted(content: Any) -> dict[str, Any]:
    """Return the settings that a file names, as far as it has the right shape."""
    named = content.items() if isinstance(content, Mapping) else ()
    parts = {name: part for name, part in named if isinstance(part, Mapping)}
    embedder = {
        EMBEDDER[name]: value for name, value in parts.get("embedder", {}).items() if name in EMBEDDER
    }
    cleaner = {name: value for name, value in parts.get("cleaner", {}).items() if name in CLEANER}
    precision = {name: value for name, value in parts.get("index", {}).items() if name == "precision"}
    converter = {**parts.get("converter", {}), **cleaner}
    return {**embedder, **precision, "splitter": parts.get("splitter", {}), "converter": converter}


def _wrong_values(wanted: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield what is wrong in each part, for it is checked one after the other; the model's own is said once."""
    model = {name: value for name, value in wanted.items() if name not in {"splitter", "converter"}}
    base = {name: value for name, value in model.items() if name == "embedder"}
    try:
        index_settings(model)
    except Invalid as wrong:
        yield from wrong.errors
        base = {}
    for name in ("splitter", "converter"):
        try:
            index_settings({**base, name: wanted[name]})
        except Invalid as wrong:
            yield from wrong.errors


def _fault(error: FieldError, lines: Mapping[str, int]) -> Fault:
    path = PLACES.get(error.field, error.field.removeprefix("settings."))
    part, _, name = path.partition(".")
    if part == "converter" and name in CLEANER:
        path = f"cleaner.{name}"
    return Fault(path=path, line=_line(lines, path), detail=error.detail)


def _line(lines: Mapping[str, int], path: str) -> int:
    """Return where a path stands, else where what holds it does."""
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path, 1)


def _lines(node: yaml.Node, path: str = "") -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{path}.{key.value}" if path else str(key.value)
            yield name, key.start_mark.line + 1
            yield from _lines(value, name)


def _leaves(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        place = f"{path}.{name}" if path else name
        if isinstance(value, Mapping):
            yield from _leaves(value, place)
        else:
            yield place, value
