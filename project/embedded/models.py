"""Export the embedding model and requantise the language model, once: `python -m project.embedded.models`."""

import os
import sys
from pathlib import Path

from project.embedded.installation import data_dir
from project.embedded.stamps import fingerprint, is_done, mark_done
from project.embedded.steps import ROOT, exit_with_need, run, step
from project.embedded.weights import requantise

EXPORTER = ROOT / "documents" / "embedding" / "export.py"
DISTILLER = ROOT / "documents" / "embedding" / "alone.py"
PINS = ROOT / "requirements" / "up.txt"
DEFAULT_EMBEDDER = "all-minilm-l6-v2"


def main() -> int:
    """Write both models into MODELS_DIR, and the vectors of tokens that the light ranker compares."""
    export_models()
    distil_tokens(models_dir())
    requantise(models_dir())
    return 0


def models_dir() -> Path:
    """Return the folder that MODELS_DIR names, or the one beside the data."""
    return Path(os.environ.get("MODELS_DIR") or data_dir() / "models").resolve()


def export_models() -> None:
    """Write the graphs of the embedding model, where they, their exporter or its packages are new."""
    models = models_dir()
    embedder = os.environ.get("EMBEDDER") or DEFAULT_EMBEDDER
    mark = fingerprint([EXPORTER, PINS], words=[embedder])
    stamp = models / ".exported"
    if is_done(stamp, mark):
        return
    models.mkdir(parents=True, exist_ok=True)
    with step("exporting the embedding model"):
        run(
            [sys.executable, "-m", "documents.embedding.export", str(models), embedder],
            what="exporting the embedding model",
        )
    mark_done(stamp, mark)


def distil_tokens(models: Path) -> None:
    """Write the vectors of single tokens, where the default model is exported and they are not there yet."""
    if (os.environ.get("EMBEDDER") or DEFAULT_EMBEDDER) != DEFAULT_EMBEDDER:
        return
    mark = fingerprint([DISTILLER, EXPORTER, PINS], words=[DEFAULT_EMBEDDER])
    stamp = models / ".distilled"
    if is_done(stamp, mark) and any(models.glob(f"{DEFAULT_EMBEDDER}-*/tokens.npz")):
        return
    with step("distilling the vectors of tokens"):
        run(
            [sys.executable, "-m", "documents.embedding.alone", str(models)],
            what="distilling the vectors of tokens",
        )
    mark_done(stamp, mark)


if __name__ == "__main__":
    sys.exit(exit_with_need(main))
