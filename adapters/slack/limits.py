"""Slack's numbers, each with the page it came from, and the room this project leaves below them.

Pages: "text object", "section", "header", "context", "actions" and "button" are those of the Block
Kit reference (https://docs.slack.dev/reference/block-kit). Characters throughout.
"""

from __future__ import annotations

BLOCKS_MAX = 50
"""Blocks in a message: Block Kit reference, blocks."""
TEXT_OBJECT_MAX = 3000
"""Characters of a `mrkdwn` text, markup included: section text, and text objects in general."""
HEADER_MAX = 150
"""Characters of a header's plain text: header."""
CONTEXT_ELEMENTS_MAX = 10
"""Elements of a context block: context. One is used here, with a line for each thing said."""
ACTIONS_MAX = 25
"""Elements of an actions block: actions."""
BUTTON_TEXT_MAX = 75
"""Characters on a button: button."""
BUTTON_VALUE_MAX = 2000
"""Characters of a button's value: button."""
URL_MAX = 3000
"""Characters of a link: button, url."""

MESSAGE_MAX = 12_000
"""Characters of text and blocks together, as JSON.

No page says it, but `msg_blocks_too_long` was seen at 13,172: https://github.com/slackapi/bolt-js/issues/2509
"""
BLOCKS_ROOM = 9_500
"""How much of `MESSAGE_MAX` the blocks may take, so that the plain text beside them keeps 2,500."""
NOTIFICATION_MAX = 3_900
"""Characters of `text`. Slack cuts at 40,000, but chat.update refuses 4,000 (`msg_too_long`):
https://docs.slack.dev/reference/methods/chat.update
"""

SUGGESTIONS_MAX = 8
"""Suggestion buttons under a message: about two rows of them."""

REQUEST_TIMEOUT_S = 10
"""How long one request to Slack may take in all, in seconds."""
RATE_LIMIT_RETRIES = 2
"""How often a request refused with 429 is sent again."""
RETRY_AFTER_MAX_S = 30
"""Longest `Retry-After` that is waited for, in seconds; nobody waits longer for an answer."""
RETRY_AFTER_S = 30.0
"""How long is waited after a 429 that does not say for how long, in seconds."""
LOOKUP_MESSAGES = 100
"""Messages read when a post may have got lost. Apps outside the Marketplace get 15 of them:
https://docs.slack.dev/reference/methods/conversations.history
"""
LOOKUP_MARGIN_S = 60
"""How far before the first try a lost post is looked for: our clock and Slack's may differ."""
SETTLE_S = 2.0
"""How long a post whose connection broke may still be on its way to the channel, in seconds."""
POST_SPACING_S = 1.0
"""Between two summaries in one workspace: Slack allows one message a second in a channel, and only
says of all channels together that there is a limit: https://docs.slack.dev/apis/web-api/rate-limits
"""
CONNECT_TIMEOUT_S = 20
"""How long opening the Socket Mode connection may take, in seconds."""
FINISH_TIMEOUT_S = 5
"""How long requests under way may go on once the bot is told to stop, in seconds."""

APP_NAME_MAX = 35
"""Characters of an app's name: app manifest reference, display_information.name."""

VIEW_TITLE_MAX = 24
"""Characters of a view's title, and of its buttons: https://docs.slack.dev/reference/views"""
LABEL_MAX = 2000
"""Characters of the label of an input: input."""
OPTION_TEXT_MAX = 75
"""Characters of what can be chosen, and of what stands for it: option."""
OPTIONS_MAX = 100
"""Things to choose from in a select menu: multi-select menu."""
ZONE_MAX = 64
"""Characters of a time zone that can be typed; the longest name has 30."""
HOME_SUBSCRIPTIONS = 40
"""Subscriptions in the home tab, with two blocks each; a view holds 100 blocks."""
