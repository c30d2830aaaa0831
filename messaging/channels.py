"""Ways to reach a person. A module per channel registers itself; `notify` asks each in turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from messaging.models import Notice

CHANNELS: dict[str, "Channel"] = {}


@dataclass(frozen=True)
class Channel:
    """Whom a channel can reach, and how it takes a notice over.

    `send` leaves a `Delivery` behind: SENT at once, or WAITING until the channel knows.
    """

    code: str
    label: Any
    reaches: Callable[[User | None], bool]
    send: Callable[[Notice], None]


def register(channel: Channel) -> None:
    CHANNELS[channel.code] = channel


def label_of(code: str) -> str:
    """A channel in words; one that is no longer installed keeps its code."""
    return str(CHANNELS[code].label) if code in CHANNELS else code
