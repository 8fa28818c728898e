"""Log lines, for people or for machines, on standard error."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Literal


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time` in UTC, `level`, `logger`, `message` and perhaps `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(style: Literal["text", "json"], level: int = logging.INFO) -> None:
    """Send all logs, those of libraries too, to standard error in this style."""
    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if style == "json" else plain)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They log request bodies and tokens at DEBUG, and each reconnection at INFO.
    for chatty in ("slack_sdk", "slack_bolt", "discord", "aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    # It warns at each start that the guilds intent is off, which is as it should be.
    logging.getLogger("discord.state").setLevel(logging.ERROR)
