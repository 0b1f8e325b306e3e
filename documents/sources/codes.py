"""Name why an address was not reached, as every kind of source does."""

from project.kernel.http.fetching import FetchFailed
from project.kernel.http.targets import UnsafeAddress

REFUSED_ADDRESS = "refused_address"


def code_of(failure: FetchFailed | UnsafeAddress) -> str:
    """Return `refused_address` where sources may not go there, and `unreachable` where nothing answered."""
    is_refused = isinstance(failure, UnsafeAddress) and failure.reason != "host_not_found"
    return REFUSED_ADDRESS if is_refused else "unreachable"
