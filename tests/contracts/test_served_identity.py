"""A server that embeds is asked who it is: the vectors of another model are not used."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import httpx
import pytest

from documents.embedding import served
from documents.embedding.served import ServedEmbedder
from documents.embedding.types import EMBEDDER_DOWN, WrongModel
from tests.contracts.test_embedders import SERVED
from tests.fakes.tei import REVISION, Tei, serving

Connect = Callable[..., ServedEmbedder]
OTHER = "0000000000000000000000000000000000000000"


@pytest.fixture
def tei() -> Iterator[Tei]:
    with serving(Tei()) as server:
        yield server


@pytest.fixture
def connections() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def embedder(connections: ExitStack) -> Connect:
    """Return what makes the client of a server, whose entry in the registry has some changes."""

    def connect(tei: Tei, **changes: Any) -> ServedEmbedder:
        client = connections.enter_context(httpx.Client(base_url=tei.url))
        return ServedEmbedder(replace(SERVED, endpoint=tei.url, **changes), client)

    return connect


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"model_id": "example/another"}, "serves the model example/another, expected one that ends in fake"),
        ({"model_id": None}, "serves the model None"),
        ({"model_sha": OTHER}, f"serves the revision {OTHER}, expected {REVISION[:12]}"),
        ({"model_sha": None}, f"start it with --revision {REVISION[:12]}"),
        ({"max_input_length": 128}, "reads 128 tokens, expected 256"),
    ],
)
def test_another_model_is_refused_with_what_was_expected(
    tei: Tei, embedder: Connect, said: dict[str, Any], expected: str
) -> None:
    tei.info |= said
    with pytest.raises(WrongModel) as refused:
        embedder(tei).embed_query("leave")
    assert expected in str(refused.value)
    assert isinstance(refused.value, EMBEDDER_DOWN)


@pytest.mark.parametrize(
    ("changes", "is_right"),
    [
        ({"model_id": "example/fake"}, True),
        ({"model_id": "other/fake"}, False),
        ({"revision": REVISION}, True),
        # Other revisions begin like that, too.
        ({"revision": REVISION[:4]}, False),
        ({"max_tokens": 100}, True),
    ],
)
def test_an_entry_names_the_model_as_closely_as_it_likes(
    tei: Tei, embedder: Connect, changes: dict[str, Any], is_right: bool
) -> None:
    if is_right:
        assert embedder(tei, **changes).embed_query("leave").shape == (SERVED.dimensions,)
    else:
        with pytest.raises(WrongModel):
            embedder(tei, **changes).embed_query("leave")


def test_a_server_that_was_replaced_gives_no_vector_more(tei: Tei, embedder: Connect) -> None:
    with serving(Tei()) as first:
        port = int(first.url.rsplit(":", 1)[1])
        client = embedder(first)
        client.embed_query("leave")
        client.embed_query("leave")
        assert first.asked.count("/info") == 1
    client._client._transport.close()
    another = Tei(info={**first.info, "model_sha": OTHER})
    with serving(another, port), pytest.raises(WrongModel):
        client.embed_query("leave")


def test_one_behind_a_proxy_is_asked_again_after_a_while(
    tei: Tei, embedder: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "TRUSTED_SECONDS", 0.0)
    client = embedder(tei)
    client.embed_query("leave")
    tei.info["model_sha"] = OTHER
    for _ in range(2):
        with pytest.raises(WrongModel):
            client.embed_query("leave")


def test_a_server_that_says_nothing_of_itself_is_none_of_these(tei: Tei, embedder: Connect) -> None:
    tei.info = {}
    with pytest.raises(WrongModel):
        embedder(tei).embed_passages(["leave"])
