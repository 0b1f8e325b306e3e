"""Export the embedding model and requantise the language model, once: `python -m project.embedded.models`."""

import os
import sys
from pathlib import Path

from project.embedded.installation import data_dir
from project.embedded.stamps import fingerprint, is_done, mark_done
from project.embedded.steps import ROOT, exit_with_need, run, step

EXPORTER = ROOT / "documents" / "embedding" / "export.py"
PINS = ROOT / "requirements" / "up.txt"
DEFAULT_EMBEDDER = "all-minilm-l6-v2"


def main() -> int:
    """Export into MODELS_DIR."""
    export_models()
    return 0


def export_models() -> None:
    """Write the models that are not there, or whose exporter or packages changed."""
    models = Path(os.environ.get("MODELS_DIR") or data_dir() / "models").resolve()
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


if __name__ == "__main__":
    sys.exit(exit_with_need(main))
