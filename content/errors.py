"""Everything that goes wrong in a way somebody can mend.

    BriefingError
    ├── PackError          a pack folder cannot be used; carries every problem found
    ├── SettingsError      the environment asks for something impossible; carries every problem
    ├── StoreError         the database or the disk refused
    ├── RewriterError      the language model gave nothing that can be used
    └── PlatformError      Slack or Discord refused
        ├── AccessRefused  our token or secret is not accepted
        ├── PostRefused    the message was certainly not posted, and posting it again is no use
        ├── RateLimited    the message was certainly not posted, and may be after a while
        └── OutcomeUnknown the message may or may not have been posted

Only these are turned into a sentence for a person. Anything else is a bug and is logged with its
traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.problems import Problem


class BriefingError(Exception):
    """Something went wrong that an operator, an author or a user can mend."""


class PackError(BriefingError):
    """A pack cannot be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class SettingsError(BriefingError):
    """The settings cannot be used."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class StoreError(BriefingError):
    """The store could not do what was asked; nothing half-done is left behind."""

    def __init__(self, doing: str) -> None:
        super().__init__(f"the store failed while {doing}")


class RewriterError(BriefingError):
    """The language model gave nothing that can be used; the answer is given without it."""


class PlatformError(BriefingError):
    """A platform did not do what was asked."""

    def __init__(self, doing: str, why: str) -> None:
        super().__init__(f"{doing}: {why}")
        self.why = why


class AccessRefused(PlatformError):
    """The platform does not accept our token; trying again is no use."""


class PostRefused(PlatformError):
    """The platform refused the message for good: no access, archived, unknown channel."""


class RateLimited(PlatformError):
    """The platform wants us to wait. The message was certainly not posted."""

    def __init__(self, doing: str, why: str, retry_after_s: float) -> None:
        super().__init__(doing, why)
        self.retry_after_s = retry_after_s
        """For how many seconds."""


class OutcomeUnknown(PlatformError):
    """The connection broke or the server failed after the message may have been accepted."""
