"""Count the tokens of many pieces of text, tokenising each word once."""

from functools import lru_cache

from tokenizers import Tokenizer

# Longer ones are numbers of things and addresses, which hardly come again.
LONGEST_KEPT = 32
MOST_KEPT = 100_000
# WordPiece takes a word beyond this for one unknown token, however much of it there is.
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
        self._tokenizer = tokenizer
        self._known: dict[str, int] = {}

    def learn(self, text: str) -> None:
        """Count all words of a text at once that are not known yet."""
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        unknown = [word for word in set(text.split()).difference(self._known) if len(word) <= LONGEST_KEPT]
        if unknown:
            encodings = self._tokenizer.encode_batch_fast(unknown, add_special_tokens=False)
            self._known.update(zip(unknown, map(len, encodings), strict=True))

    def count(self, text: str) -> int:
        """Return the tokens of a piece."""
        words = text.split()
        try:
            return sum(map(self._known.__getitem__, words))
        except KeyError:
            return sum(map(self.count_word, words))

    def count_word(self, word: str) -> int:
        """Return the tokens of a word, and keep it where it may come again."""
        known = self._known.get(word)
        if known is not None:
            return known
        if len(word) > LONGEST_COUNTED:
            return len(word) // CHARACTERS_PER_TOKEN
        tokens = _weighed(word, len(self._tokenizer.encode(word, add_special_tokens=False)))
        if len(word) <= LONGEST_KEPT:
            self._known[word] = tokens
        return tokens


@lru_cache(maxsize=4)
def counter_of(tokenizer: Tokenizer) -> TokenCounter:
    """Return what this process knows of a tokenizer's words."""
    return TokenCounter(tokenizer)


def _weighed(word: str, tokens: int) -> int:
    return tokens if len(word) <= LONGEST_KNOWN else max(tokens, len(word) // CHARACTERS_PER_TOKEN)
