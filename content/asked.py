"""What somebody typed, and where; and a name for them that does not say who they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from content.ports import Place


@dataclass(frozen=True, slots=True)
class Standing:
    """What a platform tells of a person in a channel, for what decides on posts there."""

    may_manage: bool | None = None
    """Whether they may decide what is posted there; none where the platform does not tell."""
    who_may: str = "people who may manage this channel"
    """Who may, for a refusal: `Only … can change that.`"""
    lacking: tuple[str, ...] = ()
    """What keeps the bot from posting there, in whole sentences."""
    zone: str | None = None
    """The person's time zone by its IANA name, where the platform tells it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, and where."""

    text: str
    """What stands after the command or the mention, as typed; may be empty, hostile or endless."""
    place: Place
    asker: str
    """The platform's id of who asks, its workspace included. Only ever kept as a digest."""
    command: str | None = None
    """The slash command used, without its slash; none for mentions and direct messages."""
    private: bool = False
    """Only the asker will see the reply. The word `private` in the text asks for it too."""
    about: str | None = None
    """The platform's id of the message this one replies to."""
    beside: str | None = None
    """The platform's id of the message whose button asks this: the same pack is to answer."""
    opens_thread: bool = False
    """The thread in `place` begins with this text, so what it refers to stands in the channel."""
    standing: Standing = Standing()
    """Only told where it matters: where somebody wants to subscribe."""
    target: tuple[Place, Standing] | None = None
    """Another channel that is named, to move a subscription to, and the asker's standing there."""

    @property
    def is_in_conversation(self) -> bool:
        """Whether this may follow what was said last here.

        Not so for a slash command outside threads, nor for what opens a thread: where they are
        typed, others talk as well.
        """
        is_in_thread = self.place.thread is not None and not self.opens_thread
        is_alone = self.command is None and not self.opens_thread
        return self.about is not None or is_in_thread or is_alone


def digest(asker: str) -> str:
    """A name for a person that does not say who it is."""
    return hashlib.sha256(f"asker:{asker}".encode()).hexdigest()[:32]
