"""Disturbing people, and taking it back. Who may disturb whom is `graph`'s to say."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.text import excerpt
from apps.graph.access import may_reach
from apps.graph.hearing import wants_to_hear
from apps.notifications import pushing
from apps.notifications.models import ABOUT_LIMIT, Cause, Notification
from apps.realtime import events, push


@transaction.atomic
def notify(*, person: User, actor: User, kind: str, path: str, about: str = "", words: str = "") -> None:
    """Tells `person` that `actor` did something of `kind` to what lies at `path`, an address of ours; twice is once.

    Nothing happens between people of whom one blocked the other, nor for what `person` muted: `actor`, or words in `about` or `words`,
    which is all that they would read there.
    """
    if not (may_reach(actor, person) and wants_to_hear(person, actor, f"{about}\n{words}")):
        return
    now = timezone.now()
    kept = {"about": excerpt(about, ABOUT_LIMIT), "happened_at": now}
    notification, is_new = Notification.objects.get_or_create(person=person, kind=kind, path=path, read_at=None, defaults=kept)
    _cause, is_first = Cause.objects.get_or_create(notification=notification, actor=actor)
    if is_first and not is_new:
        Notification.objects.filter(pk=notification.pk).update(happened_at=now)
    if is_first:
        push.to_user(person.pk, events.NotificationsChanged())
    if is_new:
        pushing.wish_for([notification.pk])


@transaction.atomic
def take_back(*, person: User, actor: User, kind: str, path: str) -> None:
    """`actor` took back what they did, while `person` had not read of it."""
    unread = Notification.objects.unread().filter(person=person, kind=kind, path=path)
    if Cause.objects.filter(notification__in=unread, actor=actor).delete()[0]:
        unread.filter(causes=None).delete()
        push.to_user(person.pk, events.NotificationsChanged())


@transaction.atomic
def settle(*, person: User, kind: str, path: str) -> None:
    """What `person` was asked at `path` is answered, or asked no more: it is not new to them."""
    unread = Notification.objects.unread().filter(person=person, kind=kind, path=path)
    if unread.delete()[0]:
        push.to_user(person.pk, events.NotificationsChanged())


def forget(*, path: str) -> None:
    """What lay at `path` is gone, and nobody is told of it any more."""
    Notification.objects.filter(path=path).delete()


@transaction.atomic
def mark_read(*, person: User, addressed: bool = False) -> None:
    """`person` has seen them all, or all that somebody said to them (`addressed`); not what their filters hide."""
    unread = Notification.objects.shown_to(person).unread()
    if (unread.addressed() if addressed else unread).update(read_at=timezone.now()):
        push.to_user(person.pk, events.NotificationsChanged())
