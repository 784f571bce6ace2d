"""Reads about following that pages and sockets share."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet, Value

from apps.accounts.models import User
from apps.graph.access import reachable_by
from apps.graph.models import Follow, FollowRequest, Mute
from apps.graph.reach import out_of_reach_of
from apps.realtime import events

_FRIENDS_ASKED, _FOLLOWS_COUNTED, _RANKED = 25, 500, 30
# Who may be suggested is looked up for those few; PostgreSQL would look through all people, did OFFSET not keep it from that.
_JOINED = {
    "postgresql": 'CROSS JOIN LATERAL ({people} AND "accounts_user"."id" = ranked.id OFFSET 0) AS people',
    "sqlite": "CROSS JOIN ({people}) AS people WHERE people.id = ranked.id",
}
_SUGGESTED = """
    WITH friends (id) AS (
        SELECT followed_id FROM graph_follow WHERE follower_id = %(viewer)s ORDER BY id DESC LIMIT %(asked)s
    ),
    counted (id, by_friend, weight) AS (
        SELECT * FROM (
            SELECT followed_id, 1, 1 FROM graph_follow WHERE follower_id IN (SELECT id FROM friends) LIMIT %(counted)s
        ) AS theirs
        UNION ALL
        SELECT * FROM (SELECT followed_id, 0, 1 FROM graph_follow ORDER BY id DESC LIMIT %(counted)s) AS latest
        UNION ALL
        SELECT * FROM (SELECT id, 0, 0 FROM accounts_user ORDER BY id DESC LIMIT %(ranked)s) AS others
    ),
    ranked AS (
        SELECT id, sum(by_friend) AS friends, sum(weight) AS follows FROM counted
        WHERE id NOT IN (SELECT followed_id FROM graph_follow WHERE follower_id = %(viewer)s)
        GROUP BY id ORDER BY friends DESC, follows DESC, id DESC LIMIT %(ranked)s
    )
    SELECT people.* FROM ranked {joined}
    ORDER BY ranked.friends DESC, ranked.follows DESC, people.id DESC LIMIT %(most)s
"""


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
    """People `viewer` could follow and does not yet, those who came last first.

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
    return people.annotate(is_followed=Value(False), is_asked=Value(False)).order_by("-pk")


def suggested_to(viewer: User | AnonymousUser, most: int) -> list[User]:
    """The first of these strangers: whom most of the people they follow follow, then whom most people follow these days, then those who came last.

    Who follows whom is counted among the latest follows of all and some of the people they follow, so that it takes no longer in a crowd. One query.
    """
    strangers, values = strangers_to(viewer).order_by().query.sql_with_params()
    named = {f"value{place}": value for place, value in enumerate(values)}
    people = strangers % tuple(f"%({name})s" for name in named)
    limits = {
        "viewer": viewer.pk or 0,
        "most": most,
        "asked": _FRIENDS_ASKED,
        "counted": _FOLLOWS_COUNTED,
        "ranked": _RANKED + most,
    }
    return list(User.objects.raw(_SUGGESTED.format(joined=_JOINED[connection.vendor].format(people=people)), {**named, **limits}))
