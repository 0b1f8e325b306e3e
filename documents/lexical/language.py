"""Tell the language of a text."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Languages that companies write in. With all 100 the model takes `kubectl get pods` for Nigerian Pidgin.
LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no",
    "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
SAMPLE_CHARACTERS = 5_000
MIN_LETTERS = 12


def detect_language(text: str, default: str = "en") -> str:
    """Return the ISO 639-1 code of the language; `default` where there is too little to tell."""
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(letter.isalpha() for letter in sample)
    if letters < MIN_LETTERS and sample.isascii():
        return default
    language, _ = _identifier().classify(sample)
    return str(language) if letters else default


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages(list(LANGUAGES))
    return identifier
