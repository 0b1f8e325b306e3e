"""Make the cross-encoder that an operator's setting names."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from documents.ranking.ranker import Ranker, RankerDown
from documents.ranking.served import ServedRanker
from documents.types import Passage

ONNX = "onnx:"
CROSS_ENCODER = "sentence-transformers:"


class LoadedLater:
    """Load a ranker when it first ranks: within the budget of that search, and not of the process's start."""

    def __init__(self, name: str, load: Callable[[], Ranker]) -> None:
        """Keep how it is loaded, and what it is called until then."""
        self._name, self._load = name, load
        self._lock = threading.Lock()
        self._ranker: Ranker | None = None

    @property
    def name(self) -> str:
        """Return the ranker's name, once it is loaded."""
        return self._ranker.name if self._ranker else self._name

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return what the ranker gives; raise RankerDown."""
        with self._lock:
            ranker = self._ranker = self._ranker or self._load()
        return ranker.scores(question, passages)


def create_ranker(setting: str, *, key: str = "", seconds: float) -> Ranker | None:
    """Return the ranker, to be loaded when it first ranks; None for an empty setting."""
    if not setting:
        return None
    return LoadedLater(setting.partition(":")[0], lambda: load_ranker(setting, key=key, seconds=seconds))


def load_ranker(setting: str, *, key: str = "", seconds: float) -> Ranker:
    """Return the ranker; raise RankerDown where its files or its library are not there."""
    if setting.startswith(ONNX):
        # Imported only here: whoever ranks through a server needs no runtime.
        from documents.ranking.onnx import OnnxRanker

        return OnnxRanker(Path(setting.removeprefix(ONNX)))
    if setting.startswith(CROSS_ENCODER):
        # Imported only here: torch takes seconds and hundreds of megabytes.
        try:
            from documents.ranking.crossencoder import CrossEncoderRanker
        except ImportError as missing:
            raise RankerDown(f"sentence-transformers is not installed here: {missing}") from missing
        return CrossEncoderRanker(setting.removeprefix(CROSS_ENCODER))
    return ServedRanker(setting, key=key, seconds=seconds)
