"""Say what a cross-encoder reads of a passage, and how much at once."""

import json
from pathlib import Path

from documents.types import Passage

MAX_TOKENS = 512
# Where a model's folder says how many tokens it reads, as transformers writes it.
LIMITS = {"config.json": "max_position_embeddings", "tokenizer_config.json": "model_max_length"}


def shown_text(passage: Passage) -> str:
    """Return where a passage stands and its text, the title once."""
    path = tuple(dict.fromkeys((passage.document.title, *passage.section)))
    heading = " > ".join(filter(None, path))
    return f"{heading}\n{passage.text}" if heading else passage.text


def token_limit(folder: Path) -> int:
    """Return how many tokens of a pair a model reads, at most MAX_TOKENS; raise OSError and ValueError."""
    limits = [MAX_TOKENS]
    for file, name in LIMITS.items():
        if (folder / file).is_file():
            said = json.loads((folder / file).read_text()).get(name)
            limits += [int(said)] if isinstance(said, int | float) and said > 0 else []
    return min(limits)
