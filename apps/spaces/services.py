"""The verbs of a Space. Each writes rows, then nudges the live room and the lists; the room never asks the database."""

from datetime import datetime, timedelta
from functools import partial

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core import text, written
from apps.core.errors import Refused
from apps.realtime import events, push
from apps.spaces import hosting, tasks
from apps.spaces.models import Caption, Seat, Space, SpaceQuerySet
from apps.speech import languages
from apps.tweets import services as tweets

TITLE_LENGTH = 70  # characters; Twitter's figure
FURTHEST = timedelta(days=30)  # for which a Space is announced; Twitter's was 14, and asked to be longer
ABANDONED_AFTER = timedelta(minutes=2)  # without a report from the room, which reports every few seconds
LOOKED_LATELY = timedelta(seconds=90)  # who looks for abandoned Spaces every 30 s was awake all the time


# ---- Beginning and end -----------------------------------------------------------------------------------------------


def start_space(*, host: User, title: str, announce: bool = True, language: str = languages.DEFAULT) -> Space:
    """Opens a Space now, with `host` on its stage; `announce` also tweets it.

    Raises Refused: `may_not_host`, `title_empty`, `title_too_long`, `unknown_language`, `already_hosting`.
    """
    space = Space(host=host, title=_good_title(title), language=languages.good_language(language))
    return _open(space, announce=announce)


@transaction.atomic
def schedule_space(
    *, host: User, title: str, scheduled_for: datetime, announce: bool = False, language: str = languages.DEFAULT
) -> Space:
    """Plans a Space for later; `announce` also tweets it.

    Raises Refused: `may_not_host`, `title_empty`, `title_too_long`, `unknown_language`, `time_past`, `time_too_far`.
    """
    check_may_host(host)
    title, language = _good_title(title), languages.good_language(language)
    if scheduled_for <= timezone.now():
        raise Refused("time_past", _("Choose a time in the future."))
    if scheduled_for > timezone.now() + FURTHEST:
        raise Refused("time_too_far", _("Choose a time within the next %d days.") % FURTHEST.days)
    space = Space.objects.create(host=host, title=title, language=language, scheduled_for=scheduled_for)
    written.tell("space", space.pk)
    if announce:
        tweets.post_tweet(author=host, text=_("I am going to open a Space."), card_path=space.get_absolute_url())
    push.to_topic(events.LIVE, events.SpacesChanged(str(space.pk)))
    return space


@transaction.atomic
def start_scheduled_space(*, host: User, space: Space) -> Space:
    """Opens an announced Space. Raises Refused: `may_not_host`, `already_hosting`, `already_started`."""
    # One at a time: another tab may have opened it since `space` was read.
    space.refresh_from_db(fields=["started_at", "ended_at"], from_queryset=Space.objects.select_for_update())
    if not space.is_upcoming:
        raise Refused("already_started", _("This Space has already started."))
    return _open(space, announce=True)


@transaction.atomic
def call_off_space(*, host: User, space: Space) -> None:
    """Takes an announcement back, with the links and invitations into it. Raises Refused: `already_started`."""
    announced = Space.objects.select_for_update().filter(pk=space.pk, started_at=None, ended_at=None).first()
    if announced is None:
        raise Refused("already_started", _("This Space has already started."))
    announced.delete()
    push.to_topic(events.LIVE, events.SpacesChanged(str(space.pk)))


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
    check_may_host(space.host)
    space.started_at = space.alive_at = timezone.now()
    try:
        with transaction.atomic():
            space.save()
    except IntegrityError:
        raise Refused("already_hosting", _("You already host a live Space. End it before you start another.")) from None
    written.tell("space", space.pk)
    space.seats.create(person=space.host, role=Seat.Role.HOST, spoke_at=space.started_at, on_stage_since=space.started_at)
    if announce:
        tweets.post_tweet(author=space.host, text=_("I opened a Space."), card_path=space.get_absolute_url())
    push.to_topic(events.LIVE, events.SpacesChanged(str(space.pk)))
    if announce:
        transaction.on_commit(partial(tasks.tell_followers.delay, space.pk), robust=True)
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


def check_may_host(person: User) -> None:
    """Raises Refused: protected_host, may_not_host."""
    if person.is_protected:
        raise Refused("protected_host", _("Spaces are open to everybody, and your account is protected. You can join and speak."))
    if not person.may_host():
        raise Refused("may_not_host", _("You can’t host Spaces at the moment. Your notices say why."))


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
    seat, _new = Seat.objects.get_or_create(space=space, person=person, defaults={"is_hidden": person.hides_presence})
    if seat.removed_at:
        raise Refused("removed", _("The host removed you from this Space."))
    if seat.joined_at is None:
        seat.change(joined_at=timezone.now(), is_hidden=person.hides_presence)
    return seat


def be_seen(*, seat: Seat, is_hidden: bool) -> None:
    """Listens hidden, counted and not named, or as everybody; who is on stage, or asks to be, is never hidden."""
    stands_out = seat.is_on_stage or seat.hand_raised_at is not None
    if seat.is_hidden != (is_hidden and not stands_out):
        seat.change(is_hidden=is_hidden and not stands_out)


@transaction.atomic
def leave_space(*, seat: Seat) -> None:
    """Gives up a seat of one's own free will. Raises Refused: `host_stays`; who opened the Space ends it instead."""
    space = Space.objects.select_for_update().get(pk=seat.space_id)  # who stands in may just be changing
    seat.refresh_from_db(fields=["role"])
    if seat.role == Seat.Role.HOST:
        hosting.stop_standing_in(space, seat)
    seat.change(role=Seat.Role.LISTENER, on_stage_since=None, hand_raised_at=None, invited_at=None)
    push.to_topic(events.in_space(seat.space_id), events.PersonLeft(seat.person.as_event()))


@transaction.atomic
def remove_person(*, seat: Seat) -> None:
    """Puts somebody out of this Space for good. Raises Refused: `not_yourself`, `host_stays`."""
    _check_is_not_host(seat)
    gone = {"on_stage_since": None, "hand_raised_at": None, "invited_at": None}
    seat.change(role=Seat.Role.LISTENER, removed_at=timezone.now(), **gone)
    push.to_topic(events.in_space(seat.space_id), events.PersonRemoved(seat.person.as_event()))


def report_alive(*, space_id: int, listening_count: int) -> None:
    """The live room says that it is there, and how many listen; and sees to it that no sound is kept too long, should no worker live."""
    Caption.objects.filter(space=space_id).stale().drop()
    Space.objects.live().filter(pk=space_id).update(alive_at=timezone.now(), listening_count=listening_count)
    push.to_topic(events.LIVE, events.SpaceCounted(str(space_id), listening_count))


def _check_is_not_host(seat: Seat) -> None:
    if seat.role == Seat.Role.HOST:
        raise Refused("not_yourself", _("You can't do that to yourself."))
    if seat.person_id == seat.space.host_id:
        raise Refused("host_stays", _("This Space is theirs: they come back as its host."))
