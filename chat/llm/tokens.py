"""Count tokens by a careful estimate: the model's own tokenizer is seldom at hand."""

import math
from typing import Protocol

# English prose runs at 4 to 4.5 characters a token in the byte-pair encodings of today's models; numbers
# and markup at about 3. A character beyond ASCII is counted as one, the worst they do to known scripts.
_ASCII_CHARACTERS_PER_TOKEN = 3.2


class TokenCounter(Protocol):
    """Count the tokens of a text."""

    def __call__(self, text: str) -> int:
        """Give a number that is not below the model's own."""
        ...


def estimate_tokens(text: str) -> int:
    """Give a careful estimate: 3.2 ASCII characters or one other character a token."""
    ascii_characters = sum(character.isascii() for character in text)
    return math.ceil(ascii_characters / _ASCII_CHARACTERS_PER_TOKEN) + len(text) - ascii_characters
