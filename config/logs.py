"""Logs: structured, to standard error, without bodies or identity numbers."""

from typing import Any, Final

import structlog

MARKS: Final[list[Any]] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configured(level: str) -> dict[str, Any]:
    """Set structlog up, and return what Django's LOGGING takes."""
    structlog.configure(
        processors=[*MARKS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": MARKS,
            }
        },
        "filters": {"route": {"()": "netral.web.logs.RouteNotPath"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["route"]}
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
