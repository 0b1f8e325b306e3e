"""Say what a cross-encoder reads of a passage."""

from documents.types import Passage


def shown_text(passage: Passage) -> str:
    """Return where a passage stands and its text, the title once."""
    path = tuple(dict.fromkeys((passage.document.title, *passage.section)))
    heading = " > ".join(filter(None, path))
    return f"{heading}\n{passage.text}" if heading else passage.text
