"""Write one JSON object a line, with the request and the tenant that it belongs to."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict

# Keys of ours, bearer tokens, passwords in URLs and links that let somebody in never reach a log.
_SECRETS = (
    (re.compile(r"rgl_[a-z0-9]{16}_[A-Za-z0-9_-]{20,}"), "rgl_[hidden]"),
    (re.compile(r"(?i)(bearer\s+)\S+"), r"\1[hidden]"),
    (re.compile(r"(\b\w+://[^:/\s]*:)[^@/\s]+@"), r"\1[hidden]@"),
    (re.compile(r"whsec_[A-Za-z0-9_-]+"), "whsec_[hidden]"),
    (re.compile(r"/invite/[A-Za-z0-9_-]+"), "/invite/[hidden]"),
)


# What stands under such a name is a secret whatever it looks like.
_SECRET_NAME = re.compile(r"(?i)password|secret|token$|authorization|cookie|api_?key$")


def hide_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace what looks like a key, a token or a password anywhere in the event."""
    return {name: _without_secrets(name, value) for name, value in event.items()}


def _without_secrets(name: str, value: Any) -> Any:
    match value:
        case str():
            return "[hidden]" if value and _SECRET_NAME.search(name) else _hidden(value)
        case dict():
            return {key: _without_secrets(str(key), inner) for key, inner in value.items()}
        case list() | tuple():
            return [_without_secrets(name, inner) for inner in value]
    return value


def _hidden(text: str) -> str:
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


# They say every request, or every nudge: several lines a second that tell nothing.
_TALKATIVE = (
    "django.server",
    "httpx",
    "httpx2",
    "uvicorn.access",
    "celery.app.trace",
    "celery.worker.strategy",
    "celery.beat",
)

# Its threads write a traceback for a server that speaks something else, which the connector says in a line.
_TOLD_OTHERWISE = {"paramiko": {"level": "CRITICAL"}}

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    hide_secrets,
]


def configure_logging(level: str, *, as_json: bool) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING: JSON lines, or aligned text for a terminal."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in _TALKATIVE} | _TOLD_OTHERWISE,
    }
