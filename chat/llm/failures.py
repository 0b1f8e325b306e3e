"""Name every way in which a model server can fail."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from huggingface_hub.errors import (
    HfHubHTTPError,
    InferenceTimeoutError,
    OverloadedError,
    TextGenerationError,
    ValidationError,
)

from chat.llm.errors import EndpointFailed, FailureKind


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn whatever a client of it raises into `EndpointFailed`."""
    try:
        yield
    except HfHubHTTPError as error:
        raise _refusal(error) from error
    except OverloadedError as error:
        raise EndpointFailed(FailureKind.BUSY, str(error)) from error
    except ValidationError as error:
        raise EndpointFailed(FailureKind.REJECTED, str(error)) from error
    except httpx2.ConnectError as error:
        raise EndpointFailed(FailureKind.REFUSED, str(error)) from error
    except (TimeoutError, InferenceTimeoutError, httpx2.TimeoutException) as error:
        raise EndpointFailed(FailureKind.LATE, "a deadline passed") from error
    except (httpx2.HTTPError, httpx2.StreamError, OSError, TextGenerationError) as error:
        raise EndpointFailed(FailureKind.BROKEN, str(error)) from error
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise EndpointFailed(FailureKind.GARBAGE, str(error)) from error


def _refusal(error: HfHubHTTPError) -> EndpointFailed:
    status = error.response.status_code
    wait = error.response.headers.get("retry-after", "0")
    retry_after_seconds = float(wait) if wait.isdecimal() else 0.0
    if status in {429, 503}:
        return EndpointFailed(FailureKind.BUSY, f"status {status}", retry_after_seconds=retry_after_seconds)
    if status >= 500 or status in {401, 403, 404, 408}:
        return EndpointFailed(FailureKind.BROKEN, f"status {status}")
    return EndpointFailed(FailureKind.REJECTED, f"status {status}")
