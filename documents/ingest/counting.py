"""Count the tokens of many pieces of text, tokenising each word once."""

from functools import lru_cache

from tokenizers import Tokenizer

MOST_KEPT = 100_000
# WordPiece takes a word beyond this for one unknown token, however much of it there is; and it hardly comes again.
LONGEST_KNOWN = 100
CHARACTERS_PER_TOKEN = 4
# What is so long is cut before it is counted in earnest.
LONGEST_COUNTED = 20_000


class TokenCounter:
    """Know the tokens of words, which white space parts in every tokenizer: those of a text are their sum.

    A word that a tokenizer gives up on counts a token for each four characters, so that no chunk grows without end.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take a tokenizer that neither truncates nor pads."""
        self._known = _KnownWords(tokenizer)

    def count(self, text: str) -> int:
        """Return the tokens of a piece."""
        return sum(self.count_words(text.split()))

    def count_words(self, words: list[str]) -> "map[int]":
        """Return the tokens of each word."""
        return map(self._known.__getitem__, words)


class _KnownWords(dict[str, int]):
    """Keep the tokens of words that may come again."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, word: str) -> int:
        if len(word) > LONGEST_COUNTED:
            return len(word) // CHARACTERS_PER_TOKEN
        # One by one: a batch of words is spread over threads, which costs more than it saves.
        tokens = len(self._tokenizer.encode(word, add_special_tokens=False))
        if len(word) > LONGEST_KNOWN:
            return max(tokens, len(word) // CHARACTERS_PER_TOKEN)
        if len(self) >= MOST_KEPT:
            self.clear()
        self[word] = tokens
        return tokens


@lru_cache(maxsize=4)
def counter_of(tokenizer: Tokenizer) -> TokenCounter:
    """Return what this process knows of a tokenizer's words."""
    return TokenCounter(tokenizer)
