"""Logs: one line for each request, and nothing in any line that names a person.

Numbers that could be an ID number, a phone or a bank card are masked wherever they stand in an event.
"""

import logging.config
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

LONG_NUMBER = re.compile(
    r"""(?<![0-9A-Za-z])(?:
        \d{9,}[Xx]?                         # written in one
        | 1\d\d[ -]\d{4}[ -]\d{4}           # a phone in groups
        | \d{6}[ -]\d{8}[ -]\d{3}[\dXx]     # an ID number in groups
        | \d{4}(?:[ -]\d{4}){3,}[ -]?\d{0,3} # a bank card in groups
    )(?![0-9A-Za-z])""",
    re.VERBOSE,
)

QUOTED_ROW = re.compile(r"^(\s*(?:DETAIL|CONTEXT|LINE \d+|PARAMETERS): ).*$", re.MULTILINE)
"""What PostgreSQL adds to an error: the row or the statement at fault, names of persons and all."""

MADE_BY_US = {"request_id", "timestamp", "level", "logger"}

Event = MutableMapping[str, Any]


def mask_text(text: str) -> str:
    """Replace every long number in a text by its first three digits and stars, and leave out what a database quotes."""
    return LONG_NUMBER.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 3), QUOTED_ROW.sub(r"\1…", text))


def mask_event(_logger: Any, _method: str, event: Event) -> Event:
    """Mask every value of an event, nested ones too; numbers and the request's own id stay."""
    for name, value in event.items():
        event[name] = value if name in MADE_BY_US else _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in value]
    if isinstance(value, str):
        return mask_text(value)
    return value if isinstance(value, int | float | bool | None) else mask_text(str(value))


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
    renderer: Any = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    if is_json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": PROCESSORS,
    }
    quiet = {name: {"level": "WARNING"} for name in ("procrastinate", "asyncio", "fontTools")}
    quiet["django.template"] = {"level": "WARNING"}  # At its finest it prints whole pages' contents, persons and all
    quiet["django.request"] = {"level": "CRITICAL"}  # Says again what the request's own line says, with the whole path
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
