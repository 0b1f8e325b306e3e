"""Operators add embedding models by a file; a wrong entry says where it is wrong and what was expected."""

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from documents.embedding.catalogue import BadEntry, read_entries
from documents.embedding.registry import EmbedderEntry
from documents.embedding.served import ServedEmbedder
from documents.embedding.types import cut_dimensions

RIGHT: dict[str, Any] = {
    "id": "nomic-v1.5",
    "revision": "abc",
    "dimensions": 768,
    "matryoshka": [512, 256],
    "max_tokens": 2048,
    "licence": "Apache-2.0",
    "languages": ["en"],
    "query_prefix": "search_query: ",
    "endpoint": "http://tei:8080",
    "tokenizer": "nomic/tokenizer.json",
}


def read(folder: Path, *rows: Any) -> dict[str, EmbedderEntry]:
    """Write rows to a file and read it."""
    file = folder / "models.json"
    file.write_text(json.dumps({"embedders": list(rows)}))
    return read_entries(file)


def test_an_entry_becomes_a_model_with_paths_beside_the_file(tmp_path: Path) -> None:
    entry = read(tmp_path, RIGHT)["nomic-v1.5"]
    assert entry.all_dimensions == (768, 512, 256)
    assert entry.tokenizer == str((tmp_path / "nomic/tokenizer.json").resolve())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"dimensions": "many"}, "number from 1 to 4000 as embedders[0].dimensions"),
        ({"id": "A model"}, "as embedders[0].id"),
        ({"matryoshka": [768]}, "sizes below 768"),
        ({"weights": "folder"}, "either weights or endpoint"),
        ({"endpoint": "tei"}, "http://"),
        ({"colour": "red"}, "not colour"),
        ({"model_id": ""}, "what the server calls the model"),
        ({"languages": None}, "list of ISO 639-1 codes"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(BadEntry, match=r".") as refusal:
        read(tmp_path, {**RIGHT, **changes})
    assert expected in str(refusal.value)


@pytest.mark.parametrize(
    "missing", ["id", "revision", "dimensions", "max_tokens", "licence", "languages", "tokenizer"]
)
def test_what_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    with pytest.raises(BadEntry, match=missing):
        read(tmp_path, {name: value for name, value in RIGHT.items() if name != missing})


def test_a_model_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEntry, match="once"):
        read(tmp_path, RIGHT, RIGHT)


def served(tmp_path: Path, answer: Any, status: int = 200) -> tuple[ServedEmbedder, list[Any]]:
    """Return an embedder whose server answers so, and what it is asked."""
    asked: list[Any] = []

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/info":
            said = {"model_id": "nomic-ai/Nomic-v1.5", "model_sha": "abc", "max_input_length": 8192}
            return httpx.Response(200, json=said)
        asked.append(json.loads(request.content))
        return httpx.Response(status, json=answer)

    entry = read(tmp_path, {**RIGHT, "dimensions": 2, "matryoshka": []})["nomic-v1.5"]
    client = httpx.Client(base_url="http://tei", transport=httpx.MockTransport(respond))
    return ServedEmbedder(entry, client), asked


def test_a_server_is_asked_with_the_prefix_and_its_vectors_have_unit_length(tmp_path: Path) -> None:
    embedder, asked = served(tmp_path, [[3.0, 4.0]])
    assert embedder.embed_query("leave") == pytest.approx([0.6, 0.8])
    assert asked[0]["inputs"] == ["search_query: leave"]
    assert embedder.embed_passages([]).shape == (0, 2)


@pytest.mark.parametrize(
    ("answer", "status"), [([[1.0, 2.0, 3.0]], 200), ({"error": "busy"}, 429), ("what", 200)]
)
def test_a_server_that_gives_no_such_vectors_is_down(tmp_path: Path, answer: Any, status: int) -> None:
    with pytest.raises(RuntimeError, match="nomic"):
        served(tmp_path, answer, status)[0].embed_passages(["leave"])


def test_a_cut_vector_has_unit_length_again() -> None:
    cut = cut_dimensions(np.array([[3 / 13, 4 / 13, 12 / 13]], dtype=np.float32), 2)
    assert cut == pytest.approx(np.array([[0.6, 0.8]]))
