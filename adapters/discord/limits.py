"""How much Discord takes, each number with the page it comes from.

[embed]      https://docs.discord.com/developers/resources/message (embed limits)
[component]  https://docs.discord.com/developers/components/reference
[command]    https://docs.discord.com/developers/interactions/application-commands
[respond]    https://docs.discord.com/developers/interactions/receiving-and-responding
[message]    https://docs.discord.com/developers/resources/message (create message)
"""

from __future__ import annotations

MAX_TITLE = 256  # [embed]
MAX_DESCRIPTION = 4096  # [embed]
MAX_FIELDS = 25  # [embed]
MAX_FIELD_NAME = 256  # [embed]
MAX_FIELD_VALUE = 1024  # [embed]
MAX_FOOTER = 2048  # [embed]
MAX_EMBEDS = 10  # [embed]
MAX_EMBED_TOTAL = 6000  # [embed]: all embeds of a message together

MAX_BUTTON_LABEL = 80  # [component]
MAX_CUSTOM_ID = 100  # [component]
MAX_LINK_URL = 512  # [component]
MAX_ROW_BUTTONS = 5  # [component]
MAX_RELATED = 4
"""Buttons for further topics. Under an answer there is less room: they share a row with Sources,
Not helpful and perhaps Share, and More and Back of a list come first among them."""

MAX_OPTION_TEXT = 6000  # [command]: the longest `max_length` of a text option
MAX_CHOICES = 25  # [command]
MAX_CHOICE = 100  # [command]: both the name and the value of a choice

MAX_CONTENT = 2000  # [message]
MAX_NONCE = 25  # [message]

QUICK_S = 1.0
"""What takes longer than this is deferred; Discord gives up after 3 seconds [respond]."""
SEND_TIMEOUT_S = 60.0
"""Longest wait for one message to go out, waits for rate limits included."""
RATE_LIMIT_TIMEOUT_S = 30.0
"""Longest single rate limit waited out; discord.py accepts no smaller bound."""
FINISH_TIMEOUT_S = 5.0
"""How long answers under way may go on once the bot is told to stop."""
POST_SPACING_S = 1 / 47
"""Between two summaries anywhere: Discord allows 50 requests a second in all, answers to commands
not counted, and some room is left:
https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""
MAX_COMMAND = 32
"""Characters of a command's name:
https://docs.discord.com/developers/interactions/application-commands#application-command-object"""
LOST_AFTER_S = 300.0
"""A connection gone for this long does not come back: https://github.com/Rapptz/discord.py/issues/10511"""
SPARE_SESSION_STARTS = 50
"""Below this many IDENTIFYs left today nothing connects: at none left, Discord resets the token
(https://github.com/discord/discord-api-docs/issues/215)."""


def size(text: str) -> int:
    """The length of a text as Discord counts it at most: in UTF-16 units.

    Its clients count these, its servers code points, which are never more.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, max_size: int) -> bool:
    """Whether a text stays within a limit."""
    return size(text) <= max_size


REVIEW_FORM = "review:"
"""What the custom id of the form begins with that rewords a draft; its id follows."""
