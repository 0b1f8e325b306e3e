"""Name what can go wrong between the gateway and the model servers."""

from enum import StrEnum

from project.kernel.errors import RaglanError, Unavailable


class FailureKind(StrEnum):
    """Say how one endpoint failed one request."""

    REFUSED = "refused"
    BUSY = "busy"
    BROKEN = "broken"
    LATE = "late"
    GARBAGE = "garbage"
    CUT = "cut"
    REJECTED = "rejected"


class EndpointFailed(Exception):
    """Tell the gateway how one endpoint failed; `retry_after_seconds` is what a busy one asked for."""

    def __init__(self, kind: FailureKind, detail: str = "", *, retry_after_seconds: float = 0.0) -> None:
        """Keep what kind of failure it was."""
        super().__init__(f"{kind.value}: {detail}" if detail else kind.value)
        self.kind = kind
        self.retry_after_seconds = retry_after_seconds


class GenerationFailed(RaglanError):
    """Say that no whole answer came from the model."""

    code = "generation_failed"
    title = "The language model could not answer"
    status = 502


class Interrupted(GenerationFailed):
    """Say that the model stopped in the middle: what it wrote so far is not the whole answer."""

    code = "interrupted"
    title = "The answer was interrupted before its end"


class PromptRejected(GenerationFailed):
    """Say that the model server does not accept this prompt, as too long or malformed."""

    code = "prompt_rejected"
    title = "The language model did not accept the prompt"


class ModelUnavailable(Unavailable, GenerationFailed):
    """Say that no endpoint could begin an answer."""

    code = "model_unavailable"
    title = "The language model is not available"


class ModelBusy(ModelUnavailable):
    """Say that the turn of this tenant did not come in time."""

    code = "model_busy"
    title = "The language model is busy"
