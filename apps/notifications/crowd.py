"""Telling many people of one thing, as those who follow a host that a Space began."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from apps.accounts.models import User
from apps.core.text import excerpt
from apps.graph.models import Follow, Mute
from apps.notifications.models import ABOUT_LIMIT, Cause, Notification
from apps.realtime import events, push

_AT_ONCE = 500  # rows


def notify_followers(*, actor: User, kind: str, path: str, about: str = "") -> None:
    """Tells everybody who follows `actor` and did not mute them; done again, it tells nobody twice."""
    deaf = Mute.objects.filter(muted=actor).values("muter")
    told = Notification.objects.filter(kind=kind, path=path).values("person")
    followers = Follow.objects.filter(followed=actor, follower__is_active=True).exclude(follower__in=deaf)
    people = followers.exclude(follower__in=told).values_list("follower_id", flat=True)
    waiting = people.iterator()
    while some := list(islice(waiting, _AT_ONCE)):
        _tell(some, actor, kind, path, excerpt(about, ABOUT_LIMIT))
    push.to_topic(events.by_author(actor.pk), events.NotificationsChanged())


@transaction.atomic
def _tell(people: Iterable[int], actor: User, kind: str, path: str, about: str) -> None:
    made = [Notification(person_id=person_id, kind=kind, path=path, about=about) for person_id in people]
    Notification.objects.bulk_create(made, ignore_conflicts=True)
    kept = Notification.objects.filter(pk__in=[notification.pk for notification in made])
    Cause.objects.bulk_create((Cause(notification=notification, actor=actor) for notification in kept), ignore_conflicts=True)
