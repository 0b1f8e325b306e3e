"""The published schema of pipeline files accepts what the check does, and refuses what has the wrong shape."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from documents.indexing.pipeline import read_pipeline, write_pipeline
from documents.indexing.pipeline_schema import pipeline_schema
from documents.indexing.settings import index_settings

PUBLISHED = Path(__file__).parents[3] / "docs" / "pipeline.schema.json"
SCHEMA = Draft202012Validator(pipeline_schema())
# By place: what is right there, and what has the wrong shape.
VALUES: Mapping[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "version": ((1,), (2, "1", None, True, [])),
    "converter": (({}, {"ocr": "never"}), (None, [], "auto", 1)),
    "converter.ocr": (("auto", "never", "always"), ("perhaps", None, True, 1, [], {})),
    "converter.ocr_languages": (([], ["en"], ["en", "deu"]), ("en", ["EN"], ["engl"], [1], None, {})),
    "converter.main_content_only": ((), (True,)),
    "cleaner.keep_headers_footers": ((True, False), ("yes please", 1, 0, None, [])),
    "cleaner.main_content_only": ((True, False), ("often", 1, None, {})),
    "cleaner.ocr": ((), ("auto",)),
    "splitter": (({},), (None, [], 200)),
    "splitter.max_tokens": ((32, 100, 200), (31, 0, -5, "200", 99.5, True, None)),
    "splitter.overlap_tokens": ((0, 10, 16), (-1, "10", 1.5, False, None)),
    "splitter.parent_tokens": ((0, 1_000, 8_000), (-1, 8_001, 31, "1000", 0.5, None)),
    "splitter.keep_tables": ((True, False), (1, "true", None)),
    "splitter.keep_code": ((True, False), (0, "false", [])),
    "splitter.size": ((), (9,)),
    "embedder.id": (("all-minilm-l6-v2",), (None, [], {}, True)),
    "embedder.dimensions": ((384,), ("384", 0, -1, 1.5, True, None)),
    "embedder.revision": (("53aa51172d14",), (1, None, [], True)),
    "embedder.licence": ((), ("MIT",)),
    "index.precision": (("halfvec", "vector", "binary"), ("int4", None, 2, [])),
    "index.m": ((), (16,)),
    "indexes": ((), ({},)),
}


def usual() -> dict[str, Any]:
    return dict(yaml.safe_load(write_pipeline(index_settings({}))))


def changed(path: str, value: Any) -> dict[str, Any]:
    part, _, name = path.partition(".")
    before = usual()
    return {**before, part: {**before[part], name: value} if name else value}


def files(which: int) -> Iterator[Any]:
    for path, values in VALUES.items():
        yield from (pytest.param(changed(path, value), id=f"{path}={value!r}") for value in values[which])


def is_accepted(content: Any) -> bool:
    return not read_pipeline(yaml.safe_dump(content))[1]


def test_the_committed_schema_is_what_the_code_gives() -> None:
    committed = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert committed == pipeline_schema(), "run `make openapi`"
    Draft202012Validator.check_schema(committed)


@pytest.mark.parametrize("content", [usual(), {"version": 1}, *files(0)])
def test_what_the_check_accepts_is_valid(content: Any) -> None:
    assert (is_accepted(content), SCHEMA.is_valid(content)) == (True, True)


@pytest.mark.parametrize(
    "content", [None, [], "version", {}, {"index": {}}, {**usual(), "version": None}, *files(1)]
)
def test_what_the_check_refuses_for_its_shape_is_not_valid(content: Any) -> None:
    assert (is_accepted(content), SCHEMA.is_valid(content)) == (False, False)


def test_every_setting_that_is_exported_is_described() -> None:
    described = pipeline_schema()["properties"]
    for part, fields in usual().items():
        if part != "version":
            assert set(described[part]["properties"]) == set(fields)
