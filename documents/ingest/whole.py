"""Read whole numbers that files give: of few digits, since Python refuses those of thousands."""

import re

_WHOLE = re.compile(r"-?[0-9]{1,9}")


def whole_number(text: str | None, otherwise: int = 1, *, among: range | None = None) -> int:
    """Return the whole number that a text is, or `otherwise` for any other text, and for any that is not `among`."""
    number = int(text) if text and _WHOLE.fullmatch(text) else otherwise
    return number if among is None or number in among else otherwise
