"""Name why an address was not reached, as every kind of source does."""

from project.kernel.http.fetching import FetchFailed
from project.kernel.http.targets import UnsafeAddress


def code_of(failure: FetchFailed | UnsafeAddress) -> str:
    """Return `refused_address` where sources may not go there, and `unreachable` where nothing answered."""
    is_refused = isinstance(failure, UnsafeAddress) and failure.reason != "host_not_found"
    return "refused_address" if is_refused else "unreachable"
