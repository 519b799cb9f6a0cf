"""Logs: one line for each request, and nothing in any line that names a person.

Numbers that could be an ID number, a phone or a bank card are masked wherever they stand in an event. A path is
logged without its query, and with the tokens in it cut off.
"""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{3})[\d -]{4,}[\dXx](?![0-9A-Za-z])")
TOKEN = re.compile(r"[A-Za-z0-9_:.-]{20,}")

Event = MutableMapping[str, Any]


def mask_text(text: str) -> str:
    """Replace every long number in a text by its first three digits and stars."""
    return LONG_NUMBER.sub(lambda found: found[1] + "*" * (len(found[0]) - 3), text)


def mask_event(_logger: Any, _method: str, event: Event) -> Event:
    """Mask every value of an event, nested ones too; ids and counts that are numbers stay."""
    for name, value in event.items():
        event[name] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in value]
    if isinstance(value, str):
        return mask_text(value)
    return value if isinstance(value, int | float | bool | None) else mask_text(str(value))


class RequestLog(RequestMiddleware):
    """Writes the line of each request: method, path, answer, request id, user id."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Give the method and path, without the query and without tokens."""
        return f"{request.method} {TOKEN.sub(lambda token: token[0][:4] + '…', request.path)}"


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.format_exc_info,
    mask_event,
]


def logging_configuration(level: str, *, is_json: bool) -> dict[str, Any]:
    """Give the configuration for ``logging.config.dictConfig``."""
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if is_json else structlog.dev.ConsoleRenderer()
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": PROCESSORS,
    }
    quiet = {name: {"level": "WARNING"} for name in ("procrastinate", "django.request", "asyncio", "fontTools")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": quiet,
    }


def configure(configuration: dict[str, Any]) -> None:
    """Set up logging and structlog with it."""
    logging.config.dictConfig(configuration)
    structlog.configure(
        processors=[*PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
