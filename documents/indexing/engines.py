"""Cut and embed for a build: in this process, or on as many machines as there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from documents.context import passage_embedder
from documents.embedding.types import Vectors
from documents.indexing.chunking import Place, cut
from documents.indexing.settings import Splitting
from documents.ingest.types import Extracted
from documents.search.corpus import NewChunk
from project.kernel.errors import Hopeless

RAY = "ray"


class RayMissing(Hopeless):
    """Say that Ray is not installed."""

    code = "ray_missing"
    title = "Ray is not installed. Install it where the build runs: pip install 'ray[data]==2.58.0'."


def require_engine(name: str) -> None:
    """Raise RayMissing where an engine is asked for that is not here, before anything is begun for it."""
    if name == RAY and find_spec("ray") is None:
        raise RayMissing


@dataclass(frozen=True, kw_only=True)
class Text:
    """Carry the text of a version that is to be cut."""

    extracted: Extracted
    place: Place


class Engine(Protocol):
    """Do the part of a build that is computing; the same texts come to the same chunks and vectors on every engine."""

    # How many are taken at once: as many keep all of its machines busy.
    versions: int
    chunks: int

    def cut(self, texts: Sequence[Text], splitting: Splitting) -> list[NewChunk]:
        """Return the chunks of these texts, in their order."""
        ...

    def embed(self, embedder: str, passages: Sequence[str]) -> Vectors:
        """Return (n, d) float32 of unit length, in the order of the passages."""
        ...


class LocalEngine:
    """Compute in this process."""

    versions, chunks = 50, 256

    def cut(self, texts: Sequence[Text], splitting: Splitting) -> list[NewChunk]:
        """Cut one text after the other."""
        return [chunk for text in texts for chunk in cut(text.extracted, text.place, [splitting])]

    def embed(self, embedder: str, passages: Sequence[str]) -> Vectors:
        """Embed in one call."""
        return passage_embedder(embedder).embed_passages(passages)


LOCAL: Engine = LocalEngine()
