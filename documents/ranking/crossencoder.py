"""Rank by a cross-encoder of sentence-transformers, where that is installed."""

from collections.abc import Sequence
from pathlib import Path

from sentence_transformers import CrossEncoder

from documents.ranking.ranker import RankerDown
from documents.ranking.texts import shown_text, token_limit
from documents.types import Passage

BATCH = 16


class CrossEncoderRanker:
    """Run a model from a folder, on an accelerator where there is one."""

    def __init__(self, folder: str, device: str | None = None) -> None:
        """Load the model; raise RankerDown."""
        try:
            self._model = CrossEncoder(
                folder, device=device, max_length=token_limit(Path(folder)), local_files_only=True
            )
        except (OSError, ValueError, RuntimeError) as wrong:
            raise RankerDown(f"The ranker in {folder} cannot be loaded: {wrong}") from wrong
        self.name = folder.rstrip("/").rpartition("/")[2]

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return the scores of the pairs; raise RankerDown."""
        if not passages:
            return []
        pairs = [(question, shown_text(passage)) for passage in passages]
        try:
            scores = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
        except (ValueError, RuntimeError) as broken:
            raise RankerDown(f"{self.name} cannot be run: {broken}") from broken
        ranked: list[float] = scores.reshape(len(passages), -1)[:, -1].astype(float).tolist()
        return ranked
