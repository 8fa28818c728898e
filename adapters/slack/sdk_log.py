"""The log of slack_sdk and slack_bolt: warnings and worse, without anything that opens a door."""

from __future__ import annotations

import logging
import re

sdk_log = logging.getLogger("adapters.slack.sdk")
"""Never below WARNING: they log response_urls and whole payloads when debugged, and bodies of
wrongly signed requests as information."""

_TICKET = re.compile(r"ticket=[^&\s'\"]+")


def hide_tickets(record: logging.LogRecord) -> bool:
    """Take the ticket out of a Socket Mode address: whoever has it can read the messages."""
    record.msg, record.args = _TICKET.sub("ticket=…", record.getMessage()), ()
    if record.exc_info and _TICKET.search(str(record.exc_info[1])):
        record.exc_info = record.exc_text = None
    return True


sdk_log.setLevel(logging.WARNING)
sdk_log.addFilter(hide_tickets)
