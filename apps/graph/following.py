"""Reads about following that pages and sockets share."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet

from apps.accounts.models import User
from apps.graph.access import reachable_by
from apps.graph.models import Follow
from apps.graph.reach import out_of_reach_of
from apps.realtime import events


def topics_of(person_id: int) -> list[str]:
    """What the tabs of a person listen to: everybody they follow, and themselves in other tabs."""
    followed = Follow.objects.filter(follower_id=person_id).values_list("followed_id", flat=True)
    return [events.by_author(author_id) for author_id in (person_id, *followed)]


def marked(people: Iterable[User], viewer: User | AnonymousUser) -> list[User]:
    """The same people, each knowing by `is_followed` whether `viewer` follows them; one query for all."""
    listed = list(people)
    followed = set(Follow.objects.by(viewer).filter(followed__in=listed).values_list("followed_id", flat=True))
    for person in listed:
        person.is_followed = person.pk in followed  # type: ignore[attr-defined]
    return listed


def strangers_to(viewer: User | AnonymousUser) -> QuerySet[User]:
    """People `viewer` could follow and does not yet, the most followed first."""
    known = Follow.objects.by(viewer).values("followed")
    people = reachable_by(viewer).exclude(pk__in=known).exclude(pk__in=out_of_reach_of(viewer))
    return people.annotate(followers_count=Count("follows_got")).order_by("-followers_count", "-pk")
