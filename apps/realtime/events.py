"""Every event that travels to open browsers and live rooms: its topic, its name, its payload."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar, TypedDict

from django.contrib.sessions.backends.base import SessionBase

from apps.core.sessions import first_key_of

LIVE = "live"  # the topic of everybody who looks at a list of Spaces


def of_person(person_id: int) -> str:
    """The topic of all tabs of a person."""
    return f"person:{person_id}"


def by_author(person_id: int) -> str:
    """The topic of those who follow a person."""
    return f"author:{person_id}"


def in_space(space_id: int) -> str:
    """The topic of the live room of a Space."""
    return f"space:{space_id}"


def about_tweet(tweet_id: int) -> str:
    """The topic of those who have a Tweet on the screen."""
    return f"tweet:{tweet_id}"


def log_in_of(session: SessionBase) -> str:
    """Names a log-in without giving it away: the same for its whole life, whatever key its session has by now."""
    return hashlib.sha256(f"log-in:{first_key_of(session)}".encode()).hexdigest()[:32]


class Person(TypedDict):
    """A person as others see them. `avatar` is the address of their picture, 128 pixels wide, or empty."""

    id: str
    handle: str
    name: str
    hue: int
    avatar: str


@dataclass(frozen=True)
class Event:
    """A fact in the past tense; a subclass is one kind, its fields are the payload."""

    name: ClassVar[str]


@dataclass(frozen=True)
class TweetPosted(Event):
    name = "tweet_posted"
    tweet: str
    author: str


@dataclass(frozen=True)
class TweetCounted(Event):
    """Something that is counted of a Tweet changed. It is not sent to browsers: `watching.py` makes TweetsCounted of many."""

    name = "tweet_counted"
    tweet: str


@dataclass(frozen=True)
class TweetsCounted(Event):
    """Of Tweets that this tab shows, by id: how many `replies`, `retweets` (and quotes) and `likes` each has."""

    name = "tweets_counted"
    tweets: dict[str, dict[str, int]]


@dataclass(frozen=True)
class FollowsChanged(Event):
    """You follow other people than before: the socket asks anew whom to listen to."""

    name = "follows_changed"


@dataclass(frozen=True)
class BlocksChanged(Event):
    """You blocked or muted somebody, or took that back: what you hear and see changes. For your own tabs only."""

    name = "blocks_changed"


@dataclass(frozen=True)
class NotificationsChanged(Event):
    """Something happened to you, or you have read of it elsewhere."""

    name = "notifications_changed"


@dataclass(frozen=True)
class ConnectedAgain(Event):
    """No nudge came through for a while, and nobody knows which were missed: look anew. For everybody on LIVE."""

    name = "connected_again"


@dataclass(frozen=True)
class MessageSent(Event):
    """`talk` is what the pages of whoever hears this call the conversation: the id of the other one, or of a group g and its own."""

    name = "message_sent"
    message: str
    talk: str
    author: str


@dataclass(frozen=True)
class MessageChanged(Event):
    """Somebody reacted to a message, or it is gone; `talk` as in MessageSent."""

    name = "message_changed"
    message: str
    talk: str


@dataclass(frozen=True)
class MessagesRead(Event):
    """`reader` has seen everything up to `read_to`; `talk` as in MessageSent, `read_at` in Unix milliseconds."""

    name = "messages_read"
    talk: str
    reader: str
    read_to: str
    read_at: int


@dataclass(frozen=True)
class PersonTyped(Event):
    """Somebody is writing right now, called `person` by their name; `talk` as in MessageSent. It holds for some seconds."""

    name = "person_typed"
    talk: str
    person: str


@dataclass(frozen=True)
class ConversationChanged(Event):
    """You accepted, deleted, muted or left it, or of a group the name, the picture or the people are others; `talk` as in MessageSent.
    If `is_over`, you are in it no more."""

    name = "conversation_changed"
    talk: str
    is_over: bool = False


@dataclass(frozen=True)
class PictureChanged(Event):
    """Your picture or banner (`kind`) is being made, is ready, was refused or removed (`state`); `avatar` and `banner` are what is shown now."""

    name = "picture_changed"
    person: str
    kind: str
    state: str
    avatar: str
    banner: str


@dataclass(frozen=True)
class ClipChanged(Event):
    """A clip of yours is being made, is ready or was refused (`state`), or its `words` are known; both as `clips.models.Clip` has them."""

    name = "clip_changed"
    clip: str
    state: str
    words: str


@dataclass(frozen=True)
class SignedOut(Event):
    """One log-in ended, here or from another device: its sockets close. `log_in` is what `log_in_of` makes of a session, `reason` a name of `ENDINGS`."""

    name = "signed_out"
    log_in: str
    reason: str


@dataclass(frozen=True)
class AccessRevoked(Event):
    """You are in nowhere any more but in the log-in `kept` (see `log_in_of`), if there is one: all other sockets close as `reason`, a name of `ENDINGS`."""

    name = "access_revoked"
    reason: str
    kept: str | None


@dataclass(frozen=True)
class FleetsChanged(Event):
    """Somebody whom you follow, or you, said something for a day or took it back, or you muted their Fleets: the bar on top of Home is out of date."""

    name = "fleets_changed"
    author: str


@dataclass(frozen=True)
class SpacesChanged(Event):
    """A Space began or ended: its card and the lists of live Spaces are out of date."""

    name = "spaces_changed"
    space: str


@dataclass(frozen=True)
class SpaceCounted(Event):
    name = "space_counted"
    space: str
    listening_count: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """`role` is what the row says now: "host", "speaker" or "listener"."""

    name = "role_changed"
    person: Person
    role: str


@dataclass(frozen=True)
class HostChanged(Event):
    """`host` is the id of who runs the Space now."""

    name = "host_changed"
    host: str


@dataclass(frozen=True)
class HandChanged(Event):
    name = "hand_changed"
    person: Person
    raised_at: int | None


@dataclass(frozen=True)
class InvitationChanged(Event):
    """To the stage; `invited_at` is None once it was declined or taken back."""

    name = "invitation_changed"
    person: Person
    invited_at: int | None


@dataclass(frozen=True)
class PersonLeft(Event):
    name = "person_left"
    person: Person


@dataclass(frozen=True)
class PersonRemoved(Event):
    name = "person_removed"
    person: Person


@dataclass(frozen=True)
class SpaceEnded(Event):
    name = "space_ended"
    url: str


@dataclass(frozen=True)
class CaptionsConsentChanged(Event):
    """Somebody agreed to be captioned, or refused."""

    name = "captions_consent_changed"
    person: str
    agrees: bool


@dataclass(frozen=True)
class CaptionSaid(Event):
    """What somebody said, recognised; times count from the start of the Space."""

    name = "caption_said"
    id: str
    person: Person
    began_ms: int
    ended_ms: int
    text: str


@dataclass(frozen=True)
class CaptionsDelayed(Event):
    """Something was said so long ago that it is recognised no more."""

    name = "captions_delayed"
