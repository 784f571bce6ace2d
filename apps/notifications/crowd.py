"""Telling many people of one thing, as those who follow a host that a Space began."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.core.text import excerpt
from apps.graph.models import Follow, Mute
from apps.notifications import pushing
from apps.notifications.models import ABOUT_LIMIT, Cause, Notification
from apps.realtime import events, push

_AT_ONCE = 500  # rows


def notify_followers(*, actor: User, kind: str, path: str, about: str = "") -> None:
    """Tells everybody who follows `actor` and did not mute them; done again, it tells nobody twice."""
    followers = Follow.objects.filter(followed=actor, follower__is_active=True)
    people = followers.exclude(follower__in=_deaf_to(actor)).exclude(follower__in=_told(kind, path))
    waiting = people.values_list("follower_id", flat=True).iterator()
    while some := list(islice(waiting, _AT_ONCE)):
        _tell(some, actor, kind, path, excerpt(about, ABOUT_LIMIT))
    push.to_topic(events.by_author(actor.pk), events.NotificationsChanged())


def notify_many(*, people: Iterable[int], actor: User, kind: str, path: str, about: str = "") -> None:
    """Tells these people, given by id, of something that `actor` began; not those who muted `actor`, and nobody twice."""
    unwilling = {*_deaf_to(actor).values_list("muter", flat=True), *_told(kind, path).values_list("person", flat=True)}
    waiting = iter(dict.fromkeys(person_id for person_id in people if person_id not in unwilling))
    while some := list(islice(waiting, _AT_ONCE)):
        _tell(some, actor, kind, path, excerpt(about, ABOUT_LIMIT))
        for person_id in some:
            push.to_user(person_id, events.NotificationsChanged())


def _deaf_to(actor: User) -> QuerySet[Any, Any]:
    return Mute.objects.filter(muted=actor).values("muter")


def _told(kind: str, path: str) -> QuerySet[Any, Any]:
    return Notification.objects.filter(kind=kind, path=path).values("person")


@transaction.atomic
def _tell(people: Iterable[int], actor: User, kind: str, path: str, about: str) -> None:
    made = [Notification(person_id=person_id, kind=kind, path=path, about=about) for person_id in people]
    Notification.objects.bulk_create(made, ignore_conflicts=True)
    kept = Notification.objects.filter(pk__in=[notification.pk for notification in made])
    Cause.objects.bulk_create((Cause(notification=notification, actor=actor) for notification in kept), ignore_conflicts=True)
    pushing.wish_for([notification.pk for notification in made])
