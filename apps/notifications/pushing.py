"""From something that happened to a browser that is woken, or not: wished for, decided upon, handed out.

A wish is a row, written with what happened. Whether a browser is woken for it is decided when it is due, and looked at again when it is sent:
by the switches of the person, by what they may see and have not read, by their quiet hours and by how much a day they want. What is held
back comes as one summary, when the quiet hours end or the next morning.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.accounts.models import User
from apps.core.text import excerpt
from apps.notifications import quiet, sights
from apps.notifications.models import ABOUT_LIMIT, Cause, Delivery, Notification, Preferences, Push, Subscription
from apps.notifications.preferences import clock_of
from apps.notifications.reasons import is_switched_on

logger = logging.getLogger(__name__)

# Of further messages of the same person, within this time, nobody is told anew.
MESSAGES_APART = timedelta(minutes=10)
STALE = timedelta(hours=24)  # what waited longer, for no worker ran, disturbs nobody any more
_AT_ONCE = 200  # people, or rows
_State = Push.State

# ---- Wishing ---------------------------------------------------------------------------------------------------------


def wish_for(notification_ids: Iterable[int]) -> None:
    """Lets browsers be woken for notifications that are new; for people without such a browser nothing is written."""
    has_browser = Exists(Subscription.objects.filter(person=OuterRef("person")))
    told = Notification.objects.filter(has_browser, pk__in=[*notification_ids]).order_by("pk")
    made = [Push(person_id=each.person_id, notification=each, **_facts_of(each)) for each in told]
    if made:
        Push.objects.bulk_create(made, ignore_conflicts=True)
        _send()


def _facts_of(notification: Notification) -> dict[str, str]:
    return {"kind": notification.kind, "path": notification.path, "about": notification.about}


def wish_for_message(*, person: User, actor: User, path: str, about: str) -> None:
    """Lets browsers of `person` be woken for a message of `actor`, to be read at `path`; for a burst of them once."""
    if not Subscription.objects.filter(person=person).exists():
        return
    lately = Push.objects.filter(person=person, actor=actor, kind=Push.MESSAGE, wished_at__gt=timezone.now() - MESSAGES_APART)
    if not lately.exclude(state=_State.DROPPED).exists():
        Push.objects.create(person=person, actor=actor, kind=Push.MESSAGE, path=path, about=excerpt(about, ABOUT_LIMIT))
        _send()


def _send() -> None:
    from apps.notifications.tasks import send_pushes

    transaction.on_commit(partial(send_pushes.delay), robust=True)


# ---- Deciding --------------------------------------------------------------------------------------------------------


def decide() -> None:
    """Decides upon all that is due, person by person. What fails is dropped, and keeps none of the others waiting."""
    for person_id in list(Push.objects.due().order_by().values_list("person_id", flat=True).distinct()[:_AT_ONCE]):
        try:
            decide_for(person_id)
        except Exception:
            logger.exception("Nobody could decide upon a push.")
            Push.objects.due().filter(person_id=person_id).update(state=_State.DROPPED)


@transaction.atomic
def decide_for(person_id: int) -> None:
    """Hands out what is due for somebody, holds it back, or drops it; of several who decide at once, one does."""
    Preferences.objects.get_or_create(person_id=person_id)
    preferences = Preferences.objects.select_for_update().get(person_id=person_id)
    due = list(Push.objects.due().filter(person_id=person_id).select_related("person", "actor").order_by("pk"))
    wanted = [push for push in due if is_wanted(push, preferences)]
    _settle([push for push in due if push not in wanted], _State.DROPPED)
    now, clock = timezone.now(), clock_of(preferences)
    if until := quiet.quiet_until(now, preferences.quiet_hours, clock):
        return _hold(wanted, until)
    outgoing = _summed_up(wanted)
    room = max(0, preferences.a_day - _out_today(person_id, now, clock))
    for push in outgoing[:room]:
        _hand_out(push)
    return _hold(outgoing[room:], quiet.next_morning(now, preferences.quiet_hours, clock))


def is_wanted(push: Push, preferences: Preferences) -> bool:
    """Whether the person wants to be woken for it, may see it, and has not seen it; asked again right before it is sent."""
    if not (push.person.is_active and preferences.a_day and is_switched_on(push, preferences)):
        return False
    if push.kind == Push.SUMMARY:
        return sights.unread_by(push.person) > 0
    is_fresh = push.state != _State.WAITING or push.wished_at > timezone.now() - STALE
    return is_fresh and _names_somebody(push) and sights.is_open(push.person, push.actor, push.path)


def _names_somebody(push: Push) -> bool:
    """Whether it stands, new, in the list of notifications; it then names the last who is named there."""
    if push.notification_id is None:
        return push.kind == Push.MESSAGE
    causes = Cause.objects.shown_to(push.person).filter(notification=push.notification_id, notification__read_at=None)
    last = causes.select_related("actor").order_by("-caused_at", "-pk").first()
    push.actor = last.actor if last else None
    return last is not None


def _out_today(person_id: int, now: datetime, clock: object) -> int:
    since = quiet.start_of_day(now, clock)  # type: ignore[arg-type]
    return Push.objects.filter(person_id=person_id).out_since(since).count()


def _summed_up(pushes: list[Push]) -> list[Push]:
    """What was held back as one, before the rest."""
    held = [push for push in pushes if push.state == _State.HELD]
    if len(held) < 2:
        return pushes
    _settle(held, _State.SUMMED)
    count = sum(push.things_count for push in held)
    summary = Push.objects.create(person=held[0].person, kind=Push.SUMMARY, path="/notifications/", things_count=count)
    return [summary, *(push for push in pushes if push not in held)]


def _hold(pushes: list[Push], until: datetime) -> None:
    Push.objects.filter(pk__in=[push.pk for push in pushes]).update(state=_State.HELD, due_at=until)


def _settle(pushes: list[Push], state: str) -> None:
    Push.objects.filter(pk__in=[push.pk for push in pushes]).update(state=state)


def _hand_out(push: Push) -> None:
    Push.objects.filter(pk=push.pk).update(state=_State.OUT, out_at=timezone.now())
    browsers = Subscription.objects.filter(person_id=push.person_id)
    Delivery.objects.bulk_create((Delivery(push=push, subscription=browser) for browser in browsers), ignore_conflicts=True)
