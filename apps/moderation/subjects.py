"""What can be reported: how somebody who sees it points at it, who answers for it, and what it was at that moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.core.times import in_ms
from apps.dms import access as dms
from apps.dms.models import Message
from apps.fleets import access as fleets
from apps.fleets.models import Fleet
from apps.moderation.models.cases import Kind
from apps.spaces import access as spaces
from apps.spaces.models import Caption, Seat, Space
from apps.tweets import access as tweets
from apps.tweets.models import Tweet

_CONTEXT = 5  # messages before a reported one, with consent
_LINES = 20  # captions kept with a report about a Space or a speaker
_LINES_OF_MS = 120_000  # before the moment it is about


@dataclass(frozen=True)
class Subject:
    """One thing, as it is now. `snapshot` is kept with a report, whatever becomes of the thing; `heard` is the end of its `words`, as far as
    only a machine has understood them."""

    kind: str
    id: int
    person: User
    words: str
    url: str
    snapshot: dict[str, Any] = field(default_factory=dict)
    space_id: int | None = None
    is_live: bool = False
    heard: str = ""


def found_by(viewer: User, kind: str, name: str) -> Subject:
    """What `viewer` points at: `name` is a handle, an id, or of a speaker the ids of Space and person with a hyphen between.

    Raises NotFound for what they can't see, as for what never was.
    """
    finder = _FINDERS.get(kind)
    if finder is None:
        raise NotFound
    return finder(viewer, name)


def loaded(kind: str, subject_id: int) -> Subject | None:
    """The same for those who may see everything of a case; None once it is gone."""
    loader = _LOADERS.get(kind)
    return loader(subject_id) if loader else None


# ---- What it was -----------------------------------------------------------------------------------------------------


def of_tweet(tweet: Tweet) -> Subject:
    told = {"text": tweet.all_words, "posted_at": tweet.posted_at.isoformat(), "card": tweet.card_path}
    heard = tweet.clip.unread_text if tweet.clip else ""
    return Subject(Kind.TWEET, tweet.pk, tweet.author, tweet.all_words, tweet.get_absolute_url(), told, heard=heard)


def of_fleet(fleet: Fleet) -> Subject:
    told = {"text": fleet.all_words, "posted_at": fleet.posted_at.isoformat(), "card": fleet.card_path}
    heard = fleet.clip.unread_text if fleet.clip else ""
    return Subject(Kind.FLEET, fleet.pk, fleet.author, fleet.all_words, fleet.get_absolute_url(), told, heard=heard)


def of_person(person: User) -> Subject:
    told = {"handle": person.handle, "name": person.name, "bio": person.bio}
    return Subject(Kind.PERSON, person.pk, person, f"{person.name}\n{person.bio}", person.get_absolute_url(), told)


def of_message(message: Message) -> Subject:
    told = {"text": message.all_words, "sent_at": message.sent_at.isoformat(), "card": message.card_path}
    return Subject(Kind.MESSAGE, message.pk, message.author, message.all_words, "", told)


def of_space(space: Space) -> Subject:
    told = {"title": space.title, "host": space.host.handle, "captions": _lines(space.captions.ready())}
    is_live = space.is_live
    return Subject(Kind.SPACE, space.pk, space.host, space.title, space.get_absolute_url(), told, space.pk, is_live)


def of_speaker(seat: Seat) -> Subject:
    space = seat.space
    now_ms = (in_ms(timezone.now()) or 0) - (in_ms(space.started_at) or 0)
    lines = _lines(space.captions.ready().filter(began_ms__gte=max(0, now_ms - _LINES_OF_MS)))
    told = {"title": space.title, "role": seat.role, "moment_ms": max(0, now_ms), "captions": lines}
    words = "\n".join(line["text"] for line in lines if line["handle"] == seat.person.handle)
    is_live = space.is_live
    return Subject(Kind.SPEAKER, seat.pk, seat.person, words, space.get_absolute_url(), told, space.pk, is_live)


def with_what_came_before(subject: Subject, viewer: User) -> Subject:
    """A message with the few before it that its reporter sees, and agreed to show."""
    if subject.kind != Kind.MESSAGE:
        return subject
    message = dms.message_for(viewer, subject.id)
    shown = Message.objects.said().shown_to(dms.side_in(viewer, message.conversation_id)).select_related("author", "clip")
    before = shown.filter(pk__lt=message.pk).order_by("-pk")[:_CONTEXT]
    subject.snapshot["before"] = [{"handle": one.author.handle, "text": _seen_of(one)} for one in reversed(before)]
    return subject


def _seen_of(message: Message) -> str:
    """Nothing of what is gone."""
    return "" if message.is_gone else message.all_words


def _lines(captions: Any) -> list[dict[str, Any]]:
    last: list[Caption] = list(captions.select_related("person").order_by("-pk")[:_LINES])
    return [{"at_ms": line.began_ms, "handle": line.person.handle, "text": line.text} for line in reversed(last)]


# ---- Ways to it ------------------------------------------------------------------------------------------------------


def _number(name: str) -> int:
    number = id_in(name)
    if number is None:
        raise NotFound
    return number


def _speaker_for(viewer: User, name: str) -> Subject:
    space_id, _hyphen, person_id = name.partition("-")
    space = spaces.space_for(viewer, space_id)
    seats = space.seats.select_related("person", "space__host").filter(spoke_at__isnull=False, person__is_active=True)
    seat = seats.filter(person_id=_number(person_id)).first()
    if seat is None:
        raise NotFound
    return of_speaker(seat)


_FINDERS: dict[str, Callable[[User, str], Subject]] = {
    Kind.TWEET: lambda viewer, name: of_tweet(tweets.tweet_for(viewer, _number(name))),
    Kind.FLEET: lambda viewer, name: of_fleet(fleets.fleet_for(viewer, _number(name))),
    Kind.PERSON: lambda viewer, name: of_person(person_by_handle(viewer, name)),
    Kind.MESSAGE: lambda viewer, name: of_message(dms.message_for(viewer, _number(name))),
    Kind.SPACE: lambda viewer, name: of_space(spaces.space_for(viewer, name)),
    Kind.SPEAKER: _speaker_for,
}


def _load(rows: Any, made: Callable[[Any], Subject]) -> Callable[[int], Subject | None]:
    def load(subject_id: int) -> Subject | None:
        found = rows().filter(pk=subject_id).first()
        return made(found) if found else None

    return load


_LOADERS: dict[str, Callable[[int], Subject | None]] = {
    Kind.TWEET: _load(lambda: Tweet.objects.select_related("author"), of_tweet),
    Kind.FLEET: _load(lambda: Fleet.objects.select_related("author", "picture", "clip"), of_fleet),
    Kind.PERSON: _load(lambda: User.objects.all(), of_person),
    Kind.MESSAGE: _load(lambda: Message.objects.select_related("author", "clip"), of_message),
    Kind.SPACE: _load(lambda: Space.objects.select_related("host"), of_space),
    Kind.SPEAKER: _load(lambda: Seat.objects.select_related("person", "space__host"), of_speaker),
}
