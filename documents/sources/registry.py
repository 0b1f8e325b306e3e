"""Name the kinds of sources."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from documents.sources.kinds import Kind

# Where each kind is described, as `module:constant`; a description loads no library that only its connector needs.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "website": "documents.sources.web:WEBSITE",
        "feed": "documents.sources.web:FEED",
        "git": "documents.sources.connectors.kinds:GIT",
        "imap": "documents.sources.connectors.kinds:IMAP",
        "sftp": "documents.sources.connectors.kinds:SFTP",
        "s3": "documents.sources.connectors.kinds:S3",
        "webdav": "documents.sources.connectors.kinds:WEBDAV",
        "smb": "documents.sources.connectors.kinds:SMB",
        "github": "documents.sources.connectors.kinds:GITHUB",
        "gcs": "documents.sources.connectors.kinds:GCS",
        "azure": "documents.sources.connectors.kinds:AZURE",
        "folder": "documents.sources.connectors.kinds:FOLDER",
    }
)


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
