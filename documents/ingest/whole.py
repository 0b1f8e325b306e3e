"""Read whole numbers that files give: of few digits, since Python refuses those of thousands."""

import re

_WHOLE = re.compile(r"-?[0-9]{1,9}")


def whole_number(text: str | None, otherwise: int = 1) -> int:
    """Return the whole number that a text is, or `otherwise` for any other text."""
    return int(text) if text and _WHOLE.fullmatch(text) else otherwise
