"""Name the languages of OCR: ISO 639-1 as people set them, and the three letters of tesseract and Debian."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# By the names of tesseract's data files, https://tesseract-ocr.github.io/tessdoc/Data-Files-in-different-versions.html
NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ar": ("ara", "Arabic"), "bg": ("bul", "Bulgarian"), "ca": ("cat", "Catalan"), "cs": ("ces", "Czech"),
        "da": ("dan", "Danish"), "de": ("deu", "German"), "el": ("ell", "Greek"), "en": ("eng", "English"),
        "es": ("spa", "Spanish"), "et": ("est", "Estonian"), "eu": ("eus", "Basque"), "fa": ("fas", "Persian"),
        "fi": ("fin", "Finnish"), "fr": ("fra", "French"), "ga": ("gle", "Irish"), "gl": ("glg", "Galician"),
        "he": ("heb", "Hebrew"), "hi": ("hin", "Hindi"), "hr": ("hrv", "Croatian"), "hu": ("hun", "Hungarian"),
        "hy": ("hye", "Armenian"), "id": ("ind", "Indonesian"), "is": ("isl", "Icelandic"), "it": ("ita", "Italian"),
        "ja": ("jpn", "Japanese"), "ko": ("kor", "Korean"), "lt": ("lit", "Lithuanian"), "lv": ("lav", "Latvian"),
        "nl": ("nld", "Dutch"), "no": ("nor", "Norwegian"), "pl": ("pol", "Polish"), "pt": ("por", "Portuguese"),
        "ro": ("ron", "Romanian"), "ru": ("rus", "Russian"), "sk": ("slk", "Slovak"), "sl": ("slv", "Slovenian"),
        "sr": ("srp", "Serbian"), "sv": ("swe", "Swedish"), "ta": ("tam", "Tamil"), "th": ("tha", "Thai"),
        "tr": ("tur", "Turkish"), "uk": ("ukr", "Ukrainian"), "ur": ("urd", "Urdu"), "vi": ("vie", "Vietnamese"),
        "zh": ("chi_sim", "Chinese"),
    }
)  # fmt: skip
FALLBACK = "eng"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Say in which languages pictures are read, by tesseract's names, and what to tell about those that are missing."""

    languages: tuple[str, ...]
    warning: str = ""


def choose_languages(wanted: Iterable[str], installed: Iterable[str]) -> Chosen:
    """Return what is installed of the languages that are wanted; none of them gives English, and a warning."""
    known = set(installed)
    codes = dict.fromkeys(NAMES.get(code, (code, code))[0] for code in wanted)
    found = tuple(code for code in codes if code in known)
    missing = [code for code in codes if code not in known]
    chosen = found or ((FALLBACK,) if FALLBACK in known else tuple(sorted(known - {"osd"}))[:1])
    if not missing:
        return Chosen(languages=chosen)
    packages = " ".join(f"tesseract-ocr-{code.replace('_', '-')}" for code in missing)
    warning = (
        f"Text in pictures was not read as {_listed(missing)}, whose data are not installed (Debian: {packages}), "
        f"but as {_listed(chosen)}."
    )
    return Chosen(languages=chosen, warning=warning)


def _listed(codes: Iterable[str]) -> str:
    names = dict(NAMES.values())
    return " and ".join(names.get(code, code) for code in codes) or "nothing"
