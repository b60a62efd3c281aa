"""Logs in JSON lines, Chinese readable, and never with a person in them.

Statements are logged without their parameters (database.engine_options), bodies never; what still looks
like an ID number or a mobile number is covered before a line leaves the process.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

from server.kit.idcard import is_valid_check_digit

COVERED = "[已遮盖]"
MOST = 2_000
_BIRTH = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}"
_NUMBER = re.compile(rf"(?<!\d)\d{{6}}{_BIRTH}\d{{3}}[\dXx](?!\d)", re.ASCII)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)


def cover(text: str) -> str:
    """The text without ID numbers (date and check digit hold; an id of ours is longer) and mobile numbers."""
    text = _NUMBER.sub(lambda found: COVERED if is_valid_check_digit(found.group()) else found.group(), text)
    return _PHONE.sub(COVERED, text)[:MOST]


def cover_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: cover(value) if isinstance(value, str) else value for key, value in event.items()}


class CoverFilter(logging.Filter):
    """The same for libraries that log by themselves."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = cover(record.getMessage()), ()
        return True


def no_rows(record: logging.LogRecord) -> bool:
    """SQLAlchemy hides what is bound into a statement, but at DEBUG it writes down every row it got."""
    return record.levelno > logging.DEBUG


def configure() -> None:
    """Once per process."""
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(no_rows)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            cover_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    last: list[logging.Handler] = [logging.lastResort] if logging.lastResort else []
    for handler in logging.getLogger().handlers or last:
        if not any(isinstance(one, CoverFilter) for one in handler.filters):
            handler.addFilter(CoverFilter())
