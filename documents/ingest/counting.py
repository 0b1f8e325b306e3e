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


class TokenCounter(dict[str, int]):
    """Know the tokens of words, which white space parts in every tokenizer: those of a text are their sum.

    A word that a tokenizer gives up on counts a token for each four characters, so that no chunk grows without end.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take a tokenizer that neither truncates nor pads."""
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, word: str) -> int:
        """Count a word, and keep it where it may come again."""
        if len(word) > LONGEST_COUNTED:
            return len(word) // CHARACTERS_PER_TOKEN
        tokens = _weighed(word, len(self._tokenizer.encode(word, add_special_tokens=False)))
        if len(word) <= LONGEST_KEPT:
            self[word] = tokens
        return tokens

    def learn(self, text: str) -> None:
        """Count all words of a text at once that are not known yet."""
        if len(self) > MOST_KEPT:
            self.clear()
        unknown = [word for word in set(text.split()) if word not in self and len(word) <= LONGEST_KEPT]
        encodings = self._tokenizer.encode_batch_fast(unknown, add_special_tokens=False)
        self.update(zip(unknown, map(len, encodings), strict=True))

    def count(self, text: str) -> int:
        """Return the tokens of a piece."""
        return sum(map(self.__getitem__, text.split()))


@lru_cache(maxsize=4)
def counter_of(tokenizer: Tokenizer) -> TokenCounter:
    """Return what this process knows of a tokenizer's words."""
    return TokenCounter(tokenizer)


def _weighed(word: str, tokens: int) -> int:
    return tokens if len(word) <= LONGEST_KNOWN else max(tokens, len(word) // CHARACTERS_PER_TOKEN)
