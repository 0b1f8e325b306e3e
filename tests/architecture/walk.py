"""Walk the routes, as the URL configuration has them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")
# Not ours: allauth answers for sign-in, and its pages carry no tenant's things.
FOREIGN = ("_allauth/", "accounts/")


@dataclass(frozen=True)
class Route:
    """Name one route: its pattern, its view's class (None for a plain function) and its parameters."""

    pattern: str
    view: Any
    parameters: tuple[str, ...]
    callback: Any

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(name for name in METHODS if hasattr(self.view, name))

    def path(self, keys: dict[str, Any]) -> str:
        filled = self.pattern
        for name in self.parameters:
            for kind in ("uuid", "slug", "int", "str"):
                filled = filled.replace(f"<{kind}:{name}>", str(keys[name]))
        return f"/{filled}"


def routes() -> list[Route]:
    return [route for route in _walk(get_resolver().url_patterns) if not route.pattern.startswith(FOREIGN)]


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[Route]:
    for pattern in patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, place)
        else:
            view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
            yield Route(place, view, tuple(pattern.pattern.converters), pattern.callback)
