"""Speak HTTP: outward to public addresses only, inward in pages."""

from project.kernel.http.fetching import Fetched, FetchFailed, FetchLimits, SafeClient
from project.kernel.http.pages import Pages, page
from project.kernel.http.targets import Target, UnsafeAddress, resolve_public

__all__ = [
    "FetchFailed",
    "FetchLimits",
    "Fetched",
    "Pages",
    "SafeClient",
    "Target",
    "UnsafeAddress",
    "page",
    "resolve_public",
]
