"""Check how a collection's files are to be read, and complete what is left out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from documents.ingest.types import AS_USUAL, ConverterSettings, Ocr
from project.kernel.errors import FieldError, Invalid

LANGUAGE = re.compile(r"[a-z]{2,3}")


def converter_settings(wanted: Mapping[str, Any], field: str = "settings.converter") -> dict[str, Any]:
    """Return complete settings as they are kept; raise Invalid, which names the field."""
    wrong = [
        FieldError(f"{field}.{name}", "unknown_setting", f"Expected some of {', '.join(EXPECTED)}.")
        for name in wanted
        if name not in EXPECTED
    ]
    wrong += [
        FieldError(f"{field}.{name}", "invalid_value", expected)
        for name, (is_right, expected) in EXPECTED.items()
        if name in wanted and not is_right(wanted[name])
    ]
    if wrong:
        raise Invalid("These settings cannot be built.", errors=wrong)
    complete = asdict(ConverterSettings.of({**asdict(AS_USUAL), **wanted}))
    return {**complete, "ocr": str(complete["ocr"]), "ocr_languages": sorted(complete["ocr_languages"])}


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _are_languages(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(v, str) and LANGUAGE.fullmatch(v) for v in value
    )


FLAG = (_is_flag, "Expected true or false.")
EXPECTED: Mapping[str, tuple[Callable[[Any], bool], str]] = MappingProxyType(
    {
        "ocr": (lambda value: value in list(Ocr), f"Expected one of {', '.join(Ocr)}."),
        "ocr_languages": (_are_languages, "Expected a list of ISO 639-1 codes, as in [en, de]."),
        "keep_headers_footers": FLAG,
        "main_content_only": FLAG,
    }
)
