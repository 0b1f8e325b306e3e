"""Tell the language of a text, and in which languages a question is asked."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Languages that companies write in. With all 100 the model takes `kubectl get pods` for Nigerian Pidgin.
LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "ne", "nl", "no",
    "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
SAMPLE_CHARACTERS = 1_000
# So many are read first, and are enough where they leave no doubt: each costs as much as a word of the lexical index.
GLANCE_CHARACTERS = 250
MIN_LETTERS = 12
# Words common in one language and in no other of these: many of them tell a language twenty times as fast.
UNMISTAKABLE = MappingProxyType(
    {
        word: language
        for language, words in {
            "de": "auch auf eine einer für ist nicht und werden wird",
            "en": "and from of that the their they this which with you your",
            "fr": "aux avec cette dans nous pour sont une vous être",
            "nl": "bij een het naar niet ook van voor worden wordt zijn",
            # Of this one the model knows nothing.
            "st": "ba batho empa hore kapa mme tsa tse",
        }.items()
        for word in words.split()
    }
)
# Scripts that one language is written in, and letters of Hebrew's that only Yiddish has.
SCRIPTS = MappingProxyType(
    {
        language: re.compile(f"[{letters}]")
        for language, letters in {
            "th": "\u0e00-\u0e7f",
            "lo": "\u0e80-\u0eff",
            "my": "\u1000-\u109f",
            "km": "\u1780-\u17ff",
            "yi": "\u05b7\u05b8\u05bf\u05f0-\u05f2\ufb1d-\ufb2f\ufb4b",
        }.items()
    }
)
LEAST_IN_SCRIPT = MappingProxyType({"yi": 0.02})
HALF = 0.5
TOLD_CHARACTERS = 600
LEAST_TOLD, LEAST_TOLD_SHARE, MOST_STRANGE_SHARE = 4, 0.1, 0.17
# How much likelier, as a natural logarithm, another language must be than the usual one. A sentence of five words
# passes by a factor of three; a list of names or of addresses does not.
SURE, NO_DOUBT = 10.0, 40.0
# A question is stemmed for as many languages, each of which has at least this share of the chunks.
MOST_ASKED = 4
LEAST_SHARE = 0.02


def detect_language(text: str, usual: str = "en") -> str:
    """Return the ISO 639-1 code of the language; the usual one unless the text surely is in another."""
    return (
        _told_by_script(text[:TOLD_CHARACTERS])
        or _told_by_words(text[:TOLD_CHARACTERS])
        or _at_a_glance(text)
        or _detected(text[:SAMPLE_CHARACTERS], usual)
    )


def _told_by_script(sample: str) -> str:
    """Return the language whose script a text is written in, where no other language has it; or nothing."""
    if sample.isascii():
        return ""
    signs = len(sample) - sample.count(" ")
    shares = {language: len(script.findall(sample)) / signs for language, script in SCRIPTS.items()}
    return next((one for one, share in shares.items() if share >= LEAST_IN_SCRIPT.get(one, HALF)), "")


def _told_by_words(sample: str) -> str:
    """Return the language of which a text has many unmistakable words, and hardly one of another; or nothing."""
    words = sample.lower().split()
    told = Counter(map(UNMISTAKABLE.get, words))
    del told[None]
    language, most = max(told.items(), key=lambda item: item[1], default=("", 0))
    is_sure = most >= max(LEAST_TOLD, LEAST_TOLD_SHARE * len(words))
    return language or "" if is_sure and told.total() - most <= MOST_STRANGE_SHARE * most else ""


def _at_a_glance(text: str) -> str:
    """Return the language that the beginning of a longer text is in beyond doubt, or nothing."""
    if len(text) <= GLANCE_CHARACTERS:
        return ""
    (first, best), (_, second), *_ = _identifier().rank(text[:GLANCE_CHARACTERS])
    return str(first) if best - second > NO_DOUBT else ""


def _detected(sample: str, usual: str) -> str:
    letters = sum(letter.isalpha() for letter in sample)
    if not letters or (letters < MIN_LETTERS and sample.isascii()):
        return usual
    ranked = dict(_identifier().rank(sample))
    best = max(ranked, key=lambda language: ranked[language])
    if usual in ranked and ranked[best] - ranked[usual] < SURE:
        return usual
    return str(best)


def asked_languages(question: str, chunks: Mapping[str, int]) -> tuple[str, ...]:
    """Return in which languages to ask texts, of which there are so many chunks in each; the question's own first.

    A language that few texts have is asked when the question is in it: there may be misread ones among them, to whose
    language the question's most common words would be rare and weighty.
    """
    if len(chunks) < 2:
        return tuple(chunks)
    by_share = sorted(chunks, key=lambda language: (-chunks[language], language))
    own = detect_language(question, by_share[0])
    if own not in chunks:
        own = by_share[0]
    least = LEAST_SHARE * sum(chunks.values())
    common = [language for language in by_share if chunks[language] >= least and language != own]
    return (own, *common)[:MOST_ASKED]


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages(list(LANGUAGES))
    return identifier
