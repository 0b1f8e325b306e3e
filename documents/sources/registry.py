"""Name the kinds of sources."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from documents.sources.kinds import Kind

# Where each kind is described, as `module:constant`; a description loads no library that only its connector needs.
_KINDS: Mapping[str, str] = MappingProxyType({})


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds, in the order in which they are offered."""
    return tuple(_KINDS)


@cache
def kind_of(name: str) -> Kind:
    """Return a kind by its name; raise LookupError for an unknown one."""
    if name not in _KINDS:
        raise LookupError(f"there is no kind of source called {name}")
    module, _, constant = _KINDS[name].partition(":")
    kind: Kind = getattr(import_module(module), constant)
    return kind
