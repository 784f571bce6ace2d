"""The line of pushes on their way to browsers. The row is the truth: whoever dies on the way leaves it due, and it is taken once more."""

import logging
import threading
from datetime import timedelta

from django.db.models import F
from django.utils import timezone, translation

from apps.accounts.log_ins import live_log_ins
from apps.accounts.models import User
from apps.notifications import courier, pushing, sights
from apps.notifications.courier import Answer, Fate, Letter
from apps.notifications.models import Delivery, Preferences, Push, Subscription
from apps.notifications.preferences import preferences_of
from apps.notifications.reasons import payload_of, reason_of, tag_of

logger = logging.getLogger(__name__)

TRIED_FOR = timedelta(hours=6)  # then a push is old news
FIRST_PAUSE = 30  # seconds, doubled each time
LONGEST_PAUSE = 3600
KEPT_FOR = timedelta(days=7)  # rows, for those who look why
_IN_A_ROW = 50
_State = Delivery.State
_at_work = threading.Lock()


def send_due() -> bool:
    """Decides upon what is due, and sends some of what waits. Returns whether more waits that nobody works on."""
    if not _at_work.acquire(blocking=False):
        return False
    try:
        pushing.decide()
        _send(_taken())
    finally:
        _at_work.release()
    # Not before the release: who found us at work relies on this look.
    return Delivery.objects.due().exists() or Push.objects.due().exists()


def sweep() -> bool:
    """Deletes what is old. Returns whether something waits."""
    Push.objects.filter(wished_at__lt=timezone.now() - KEPT_FOR).delete()
    return Delivery.objects.due().exists() or Push.objects.due().exists()


def part_with_dead_log_ins(person_id: int) -> None:
    """Deletes the browsers of somebody in which they are not logged in any more."""
    person = User.objects.filter(pk=person_id).first()
    if person and (browsers := Subscription.objects.filter(person=person)).exists():
        browsers.exclude(log_in__in=live_log_ins(person)).delete()


# ---- Sending ---------------------------------------------------------------------------------------------------------


def _taken() -> list[Delivery]:
    """Some that are ours now: whoever else looks finds them taken. The new before those at which a service failed."""
    now = timezone.now()
    due = list(Delivery.objects.due().order_by("tries", "due_at").values_list("pk", "taken_at")[:_IN_A_ROW])
    ours = [
        pk
        for pk, taken_at in due
        if Delivery.objects.due().filter(pk=pk, taken_at=taken_at).update(taken_at=now, tries=F("tries") + 1)
    ]
    rows = Delivery.objects.filter(pk__in=ours).select_related("subscription", "push__person", "push__actor")
    return list(rows.order_by("pk"))


def _send(deliveries: list[Delivery]) -> None:
    letters = [(delivery, letter) for delivery in deliveries if (letter := _letter_or_none(delivery))]
    answers = courier.post([letter for _delivery, letter in letters]) if letters else []
    for (delivery, _letter), answer in zip(letters, answers, strict=True):
        _settle(delivery, answer)


def _letter_or_none(delivery: Delivery) -> Letter | None:
    """One at which we fail is given up, and keeps none of the others waiting."""
    try:
        return _letter_of(delivery)
    except Exception:
        logger.exception("A push could not be written.")
        Delivery.objects.filter(pk=delivery.pk).update(state=_State.GAVE_UP)
        return None


def _letter_of(delivery: Delivery) -> Letter | None:
    """None for what is not wanted any more, or for a browser in which the log-in is over."""
    push, browser = delivery.push, delivery.subscription
    if browser.log_in not in live_log_ins(push.person):
        browser.delete()
        return None
    preferences = preferences_of(push.person)
    if not pushing.is_wanted(push, preferences):
        Delivery.objects.filter(pk=delivery.pk).update(state=_State.DROPPED)
        return None
    with translation.override(browser.language):
        return _written(push, browser, preferences)


def _written(push: Push, browser: Subscription, preferences: Preferences) -> Letter:
    reason = reason_of(push)
    return Letter(
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        payload=payload_of(push, preferences, unread_count=sights.unread_by(push.person)),
        ttl=reason.ttl,
        is_urgent=reason.is_urgent,
        tag=tag_of(push),
    )


def _settle(delivery: Delivery, answer: Answer) -> None:
    ours = Delivery.objects.filter(pk=delivery.pk)
    if answer.fate == Fate.TAKEN:
        ours.update(state=_State.SENT)
    elif answer.fate in (Fate.GONE, Fate.FORBIDDEN):
        delivery.subscription.delete()
    elif answer.fate == Fate.LATER and (due_at := _next_try(delivery, answer)):
        ours.update(due_at=due_at, taken_at=None)
    else:
        ours.update(state=_State.GAVE_UP)


def _next_try(delivery: Delivery, answer: Answer) -> object | None:
    """When, or None if it would be too late."""
    pause = min(FIRST_PAUSE * 2 ** (delivery.tries - 1), LONGEST_PAUSE)
    due_at = timezone.now() + timedelta(seconds=max(pause, answer.retry_after or 0))
    return due_at if delivery.push.out_at and due_at < delivery.push.out_at + TRIED_FOR else None
