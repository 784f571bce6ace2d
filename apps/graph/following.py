"""Reads about following that pages and sockets share."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet, Value

from apps.accounts.models import User
from apps.graph.access import reachable_by
from apps.graph.models import Follow, FollowRequest, Mute
from apps.graph.reach import out_of_reach_of
from apps.realtime import events


def topics_of(person_id: int) -> list[str]:
    """What the tabs of a person listen to: everybody they follow, and themselves in other tabs."""
    followed = Follow.objects.filter(follower_id=person_id).values_list("followed_id", flat=True)
    return [events.by_author(author_id) for author_id in (person_id, *followed)]


def marked(people: Iterable[User], viewer: User | AnonymousUser) -> list[User]:
    """The same people, each knowing by `is_followed` whether `viewer` follows them, by `is_asked` whether they asked to;
    one query for all."""
    listed = list(people)
    followed = Follow.objects.by(viewer).filter(followed__in=listed).values_list("followed_id", Value("followed"))
    asked = FollowRequest.objects.filter(asker_id=viewer.pk, asked__in=listed).values_list("asked_id", Value("asked"))
    known = set(followed.union(asked))
    for person in listed:
        person.is_followed = (person.pk, "followed") in known  # type: ignore[attr-defined]
        person.is_asked = (person.pk, "asked") in known  # type: ignore[attr-defined]
    return listed


def strangers_to(viewer: User | AnonymousUser) -> QuerySet[User]:
    """People `viewer` could follow and does not yet: first those whom most of the people they follow follow, then the most followed.

    They need not be `marked`: that they are not followed is why they are here.
    """
    known = Follow.objects.by(viewer).values("followed")
    asked = FollowRequest.objects.filter(asker_id=viewer.pk).values("asked")
    muted = Mute.objects.by(viewer).values("muted")
    people = (
        reachable_by(viewer)
        .exclude(pk__in=known)
        .exclude(pk__in=asked)
        .exclude(pk__in=muted)
        .exclude(pk__in=out_of_reach_of(viewer))
    )
    friends = Count("follows_got", filter=Q(follows_got__follower__in=known))
    people = people.annotate(friends_count=friends, followers_count=Count("follows_got"))
    unmarked = people.annotate(is_followed=Value(False), is_asked=Value(False))
    return unmarked.order_by("-friends_count", "-followers_count", "-pk")
