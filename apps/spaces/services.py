"""The verbs of a Space. Each writes rows, then nudges the live room and the lists; the room never asks the database."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core import text
from apps.core.errors import Refused
from apps.realtime import events, push
from apps.spaces import languages
from apps.spaces.models import Caption, Seat, Space, SpaceQuerySet
from apps.tweets import services as tweets

TITLE_LENGTH = 70  # characters; Twitter's figure
SPEAKERS = 12  # besides the host: 13 on stage, as Twitter had it from August 2021
ABANDONED_AFTER = timedelta(minutes=2)  # without a report from the room, which reports every few seconds
LOOKED_LATELY = timedelta(seconds=90)  # who looks for abandoned Spaces every 30 s was awake all the time


# ---- Beginning and end -----------------------------------------------------------------------------------------------


def start_space(*, host: User, title: str, announce: bool = True, language: str = languages.DEFAULT) -> Space:
    """Opens a Space now, with `host` on its stage; `announce` also tweets it.

    Raises Refused: `may_not_host`, `title_empty`, `title_too_long`, `unknown_language`, `already_hosting`.
    """
    space = Space(host=host, title=_good_title(title), language=languages.good_language(language))
    return _open(space, announce=announce)


def schedule_space(*, host: User, title: str, scheduled_for: datetime, language: str = languages.DEFAULT) -> Space:
    """Announces a Space for later.

    Raises Refused: `may_not_host`, `title_empty`, `title_too_long`, `unknown_language`, `time_past`.
    """
    _check_may_host(host)
    if scheduled_for <= timezone.now():
        raise Refused("time_past", _("Choose a time in the future."))
    language = languages.good_language(language)
    return Space.objects.create(host=host, title=_good_title(title), language=language, scheduled_for=scheduled_for)


@transaction.atomic
def start_scheduled_space(*, host: User, space: Space) -> Space:
    """Opens an announced Space. Raises Refused: `may_not_host`, `already_hosting`, `already_started`."""
    # One at a time: another tab may have opened it since `space` was read.
    space.refresh_from_db(fields=["started_at", "ended_at"], from_queryset=Space.objects.select_for_update())
    if not space.is_upcoming:
        raise Refused("already_started", _("This Space has already started."))
    return _open(space, announce=True)


def end_space(*, host: User, space: Space) -> None:
    """Ends a live Space for everybody in it. Raises Refused: `space_ended` if it is not live."""
    if not _end(space):
        raise ended()


def end_abandoned_spaces() -> int:
    """Ends the Spaces whose room is gone: the server was stopped, or everybody left. Returns how many.

    After a pause of its own it ends none: the machine slept, the rooms with it, and they report first.
    """
    abandoned = Space.objects.abandoned(since=timezone.now() - ABANDONED_AFTER)
    found = list(abandoned)  # before it counts as a look: a database that was away kept the rooms from reporting, too
    return sum(_end(space, if_in=abandoned) for space in found) if _looked_lately() else 0


def _looked_lately() -> bool:
    now, key = timezone.now(), "spaces.looked_for_abandoned_at"
    looked_at = cache.get(key)
    cache.set(key, now, timeout=None)
    return looked_at is not None and now - looked_at < LOOKED_LATELY


@transaction.atomic
def _open(space: Space, *, announce: bool) -> Space:
    _check_may_host(space.host)
    space.started_at = space.alive_at = timezone.now()
    try:
        with transaction.atomic():
            space.save()
    except IntegrityError:
        raise Refused("already_hosting", _("You already host a live Space. End it before you start another.")) from None
    space.seats.create(person=space.host, role=Seat.Role.HOST, spoke_at=space.started_at, on_stage_since=space.started_at)
    if announce:
        tweets.post_tweet(author=space.host, text=_("I opened a Space."), card_path=space.get_absolute_url())
    push.to_topic(events.LIVE, events.SpacesChanged(str(space.pk)))
    return space


@transaction.atomic
def _end(space: Space, *, if_in: SpaceQuerySet | None = None) -> bool:
    spaces = Space.objects.live() if if_in is None else if_in.all()
    ended = spaces.filter(pk=space.pk).update(ended_at=timezone.now())
    if ended:
        space.captions.all().delete()
        push.to_topic(events.in_space(space.pk), events.SpaceEnded(space.get_absolute_url()))
        push.to_topic(events.LIVE, events.SpacesChanged(str(space.pk)))
    return bool(ended)


def _check_may_host(person: User) -> None:
    if not person.may_host():
        raise Refused("may_not_host", _("You can't host Spaces at the moment."))


def _good_title(title: str) -> str:
    title = " ".join(text.cleaned(title).split())
    if text.is_blank(title):
        raise Refused("title_empty", _("Give your Space a title."))
    if len(title) > TITLE_LENGTH:
        raise Refused("title_too_long", _("A title has at most %d characters.") % TITLE_LENGTH)
    return title


def ended() -> Refused:
    return Refused("space_ended", _("This Space has ended."))


# ---- Coming and going ------------------------------------------------------------------------------------------------


@transaction.atomic
def enter_space(*, person: User, space: Space) -> Seat:
    """Gives `person` a seat: among the listeners the first time, where they sat before when they come back.

    Raises Refused: `not_started`, `space_ended`, `removed`.
    """
    if space.is_upcoming:
        raise Refused("not_started", _("This Space has not started yet."))
    if not space.is_live:
        raise ended()
    seat, _new = Seat.objects.get_or_create(space=space, person=person)
    if seat.removed_at:
        raise Refused("removed", _("The host removed you from this Space."))
    if seat.joined_at is None:
        _change(seat, joined_at=timezone.now())
    return seat


@transaction.atomic
def leave_space(*, seat: Seat) -> None:
    """Gives up a seat of one's own free will. Raises Refused: `host_stays`; who opened the Space ends it instead."""
    space = Space.objects.select_for_update().get(pk=seat.space_id)  # who stands in may just be changing
    seat.refresh_from_db(fields=["role"])
    if seat.role == Seat.Role.HOST:
        _stop_standing_in(space, seat)
    _change(seat, role=Seat.Role.LISTENER, on_stage_since=None, hand_raised_at=None, invited_at=None)
    push.to_topic(events.in_space(seat.space_id), events.PersonLeft(seat.person.as_event()))


@transaction.atomic
def remove_person(*, seat: Seat) -> None:
    """Puts somebody out of this Space for good. Raises Refused: `not_yourself`, `host_stays`."""
    _check_is_not_host(seat)
    gone = {"on_stage_since": None, "hand_raised_at": None, "invited_at": None}
    _change(seat, role=Seat.Role.LISTENER, removed_at=timezone.now(), **gone)
    push.to_topic(events.in_space(seat.space_id), events.PersonRemoved(seat.person.as_event()))


def report_alive(*, space_id: int, listening_count: int) -> None:
    """The live room says that it is there, and how many listen; and sees to it that no sound is kept too long, should no worker live."""
    Caption.objects.filter(space=space_id).stale().drop()
    Space.objects.live().filter(pk=space_id).update(alive_at=timezone.now(), listening_count=listening_count)
    push.to_topic(events.LIVE, events.SpaceCounted(str(space_id), listening_count))


# ---- The stage -------------------------------------------------------------------------------------------------------


@transaction.atomic
def raise_hand(*, seat: Seat) -> None:
    """Asks to speak; asking twice keeps the first place in the queue. Raises Refused: `already_on_stage`."""
    seat.refresh_from_db(fields=["role", "hand_raised_at"], from_queryset=Seat.objects.select_for_update())
    if seat.is_on_stage:
        raise Refused("already_on_stage", _("You are on stage already."))
    if seat.hand_raised_at is None:
        _change(seat, hand_raised_at=timezone.now())
    _tell_hand(seat)


@transaction.atomic
def lower_hand(*, seat: Seat) -> None:
    """Takes the request to speak back, or declines it."""
    _change(seat, hand_raised_at=None)
    _tell_hand(seat)


@transaction.atomic
def bring_to_stage(*, seat: Seat) -> None:
    """Lets somebody who asked speak; they enter muted. Raises Refused: `hand_not_raised`, `stage_full`."""
    lock_stage(seat)
    if seat.is_on_stage:
        return
    if seat.hand_raised_at is None:
        raise Refused("hand_not_raised", _("They have not asked to speak, or took it back."))
    if stage_is_full(seat.space_id):
        raise Refused("stage_full", _("The stage is full: a host and %d others. Make room before you add one more.") % SPEAKERS)
    take_stage(seat)


@transaction.atomic
def move_to_audience(*, seat: Seat, by_host: bool = False) -> None:
    """Takes somebody off the stage, at once unheard. Raises Refused: `host_stays`.

    `by_host`: then no link brings them back up.
    """
    if seat.role == Seat.Role.HOST:
        raise Refused("host_stays", _("The host stays on stage."))
    moved_down = {"moved_down_at": timezone.now()} if by_host else {}
    _change(seat, role=Seat.Role.LISTENER, on_stage_since=None, **moved_down)
    _tell_role(seat)


def lock_stage(seat: Seat) -> None:
    """From here to the end of the transaction nobody else comes up, so that the last seat is given once."""
    Space.objects.select_for_update().get(pk=seat.space_id)
    seat.refresh_from_db(fields=["role", "hand_raised_at", "invited_at", "moved_down_at", "removed_at", "spoke_at"])


def stage_is_full(space_id: int) -> bool:
    """The seat of who opened the Space is kept for them while somebody stands in."""
    others = Seat.objects.filter(space=space_id).on_stage().exclude(person=F("space__host"))
    return others.count() >= SPEAKERS


def take_stage(seat: Seat) -> None:
    """Seats them on the stage, muted; whoever calls has asked whether they may."""
    now = timezone.now()
    arrived = {"on_stage_since": now, "spoke_at": seat.spoke_at or now}
    _change(seat, role=Seat.Role.SPEAKER, hand_raised_at=None, invited_at=None, moved_down_at=None, **arrived)
    _tell_role(seat)


# ---- Who hosts -------------------------------------------------------------------------------------------------------


@transaction.atomic
def pass_on_hosting(*, space: Space, lost: int, present: Collection[int]) -> None:
    """Who of `present` has been on stage longest stands in for `lost`, the host whose connection is gone (ids of people).

    Changes nothing if `lost` hosts no more, or none of `present` speaks.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    heirs = space.seats.speakers().filter(person__in=present, removed_at=None, person__is_active=True)
    heir = heirs.select_related("person").order_by("on_stage_since", "pk").first()
    if heir and space.is_live and space.current_host_id == lost:
        _step_back(space, into=Seat.Role.LISTENER, on_stage_since=None)
        _change(heir, role=Seat.Role.HOST)
        _tell_role(heir)
        _set_acting_host(space, heir.person)


@transaction.atomic
def host_returns(*, space: Space) -> None:
    """Who opened the Space takes it back from whoever stands in, who is a speaker again. Changes nothing if they have it."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    seat = space.seats.select_related("person").filter(person=space.host_id).exclude(role=Seat.Role.HOST).first()
    if seat and space.is_live:
        _step_back(space, into=Seat.Role.SPEAKER)
        _change(seat, role=Seat.Role.HOST, on_stage_since=timezone.now(), hand_raised_at=None)
        _tell_role(seat)
        _set_acting_host(space, None)


def _stop_standing_in(space: Space, seat: Seat) -> None:
    """The room finds somebody else. Raises Refused: `host_stays` for who opened the Space."""
    if seat.person_id == space.host_id:
        raise Refused("host_stays", _("You are the host: end the Space to leave it."))
    _set_acting_host(space, None)


def _step_back(space: Space, *, into: Seat.Role, **fields: object) -> None:
    for seat in space.seats.select_related("person").filter(role=Seat.Role.HOST):
        _change(seat, role=into, **fields)
        _tell_role(seat)


def _set_acting_host(space: Space, person: User | None) -> None:
    space.acting_host = person
    space.save(update_fields=["acting_host"])
    push.to_topic(events.in_space(space.pk), events.HostChanged(str(space.current_host_id)))


# ---- Parts of the above ----------------------------------------------------------------------------------------------


def _change(seat: Seat, **fields: object) -> None:
    for name, value in fields.items():
        setattr(seat, name, value)
    seat.save(update_fields=list(fields))


def _check_is_not_host(seat: Seat) -> None:
    if seat.role == Seat.Role.HOST:
        raise Refused("not_yourself", _("You can't do that to yourself."))
    if seat.person_id == seat.space.host_id:
        raise Refused("host_stays", _("This Space is theirs: they come back as its host."))


def _tell_role(seat: Seat) -> None:
    topic = events.in_space(seat.space_id)
    if seat.is_on_stage and seat.person.captions_consent:
        push.to_topic(topic, events.CaptionsConsentChanged(str(seat.person_id), True))
    push.to_topic(topic, events.RoleChanged(seat.person.as_event(), seat.role))


def _tell_hand(seat: Seat) -> None:
    raised_at = int(seat.hand_raised_at.timestamp() * 1000) if seat.hand_raised_at else None
    push.to_topic(events.in_space(seat.space_id), events.HandChanged(seat.person.as_event(), raised_at))
