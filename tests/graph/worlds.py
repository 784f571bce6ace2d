"""Small worlds of people, what each of them may see by a plain rule, and what Linnet shows them.

A world is a set of facts such as ("blocks", 1, 0) or ("protected", 3). Person 0 looks, or with ("nobody", 0) somebody who is not signed in.
Everybody has one Tweet, with a hashtag, one Fleet, which may be over, a public List, and a Space that is live, and has mentioned person 0.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from apps.accounts.models import Circle, User
from apps.accounts.restrictions import Restriction
from apps.core.errors import NotFound
from apps.fleets.models import LASTS, Fleet, FleetMute
from apps.graph.access import in_sight, is_open_to, may_reach, open_to, person_in_sight, reachable_by, writable_by
from apps.graph.following import strangers_to
from apps.graph.models import Block, Follow, FollowRequest, Mute, MutedWord
from apps.lists import reading
from apps.lists.models import List, Listing
from apps.notifications.models import Cause, Notification
from apps.spaces.models import Space
from apps.tweets.models import Hashtag, Tagging, Tweet

PEOPLE = range(5)
WORD = "kettle"
_ALONE = ("protected", "suspended", "closed", "limited", "choosy", "held", "removed", "says_word", "over")
_PAIRS = ("follows", "asks", "blocks", "mutes", "mutes_fleets")
FACTS: list[tuple[Any, ...]] = [
    *((kind, one, other) for kind in _PAIRS for one in PEOPLE for other in PEOPLE if one != other),
    *((kind, one) for kind in _ALONE for one in PEOPLE),
    *((kind, 0) for kind in ("nobody", "mutes_word", "protected", "held", "removed", "limited")),
]
# What happens in few worlds of chance, or only to few people in one: drawn more often than the rest.
FACTS += [(kind, *pair) for kind in ("follows", "blocks", "mutes") for one in PEOPLE[1:] for pair in ((0, one), (one, 0))]

_ids = itertools.count(10**9)  # unlike any other number that a statement may hold

EVERYBODY = List(pk=10**15, name="All")  # a List of all people of all worlds

Facts = frozenset[tuple[Any, ...]]
Seen = dict[str, set[int]]


# ---- The rule: whom and what may person 0 see? -----------------------------------------------------------------------


def rule(facts: Facts) -> Seen:
    """Whose things are on which surface."""
    me = None if ("nobody", 0) in facts else 0

    def has(kind: str, *who: int | None) -> bool:
        return (kind, *who) in facts

    def knows(b: int) -> bool:
        return not (has("suspended", b) or has("closed", b) or has("blocks", me, b) or has("blocks", b, me))

    def reads(b: int) -> bool:
        return knows(b) and (b == me or not has("protected", b) or has("follows", me, b))

    def sees_tweet(b: int) -> bool:
        return reads(b) and not has("removed", b) and (b == me or not has("held", b))

    def comes_across(b: int) -> bool:
        return b == me or not has("limited", b) or has("follows", me, b)

    def wants(b: int) -> bool:
        return b == me or not (has("mutes", me, b) or (has("mutes_word", me) and has("says_word", b)))

    def is_new(b: int) -> bool:
        return not (b == me or has("follows", me, b) or has("asks", me, b) or has("mutes", me, b))

    rules = {
        "profile": knows,
        "lists": reads,
        "reach": lambda b: knows(b) and b != me,
        "messages": lambda b: knows(b) and b != me and (not has("choosy", b) or has("follows", b, me)),
        "tweet": sees_tweet,
        "search": lambda b: sees_tweet(b) and comes_across(b),
        "hashtag": lambda b: sees_tweet(b) and comes_across(b) and not has("mutes", me, b),
        "public lists": reads,
        "a list": lambda b: sees_tweet(b) and wants(b),
        "space": knows,
        "spaces": lambda b: knows(b) and comes_across(b),
        "suggested": lambda b: knows(b) and comes_across(b) and is_new(b),
    }
    if me is not None:
        rules["home"] = lambda b: sees_tweet(b) and (b == me or has("follows", me, b)) and wants(b)
        rules["fleet"] = lambda b: sees_tweet(b) and not has("over", b)
        rules["fleets"] = lambda b: rules["fleet"](b) and has("follows", me, b) and wants(b) and not has("mutes_fleets", me, b)
        rules["told"] = lambda b: reads(b) and b != me and not has("mutes", me, b)  # of a mention, in their words
    seen = {surface: {b for b in PEOPLE if is_so(b)} for surface, is_so in rules.items()}
    return {surface: people for surface, people in seen.items() if people}


# ---- The same world in the database ----------------------------------------------------------------------------------


class World(NamedTuple):
    """The rows of one world."""

    facts: Facts
    people: list[User]


def build(worlds: list[Facts]) -> list[World]:
    """Many worlds at once, side by side; who looks is neither suspended nor closed. A handful of statements for all of them."""
    facts = [frozenset(world) - {("suspended", 0), ("closed", 0)} for world in worlds]
    users = User.objects.bulk_create(_person(number, who, world) for number, world in enumerate(facts) for who in PEOPLE)
    built = [World(world, users[i * len(PEOPLE) : (i + 1) * len(PEOPLE)]) for i, world in enumerate(facts)]
    Follow.objects.bulk_create(Follow(follower=one, followed=other) for one, other in _pairs(built, "follows"))
    FollowRequest.objects.bulk_create(FollowRequest(asker=one, asked=other) for one, other in _pairs(built, "asks"))
    Block.objects.bulk_create(Block(blocker=one, blocked=other) for one, other in _pairs(built, "blocks"))
    Mute.objects.bulk_create(Mute(muter=one, muted=other) for one, other in _pairs(built, "mutes"))
    FleetMute.objects.bulk_create(FleetMute(muter=one, muted=other) for one, other in _pairs(built, "mutes_fleets"))
    reach, words = _alone(built, "limited"), _alone(built, "mutes_word")
    Restriction.objects.bulk_create(Restriction(person=one, kind=Restriction.Kind.REACH) for one in reach)
    MutedWord.objects.bulk_create(MutedWord(person=one, words=WORD) for one in words)
    tweets = Tweet.objects.bulk_create(_tweet(world, who) for world in built for who in PEOPLE)
    Fleet.objects.bulk_create(_fleet(world, who) for world in built for who in PEOPLE)
    hashtag = Hashtag.objects.create(name="dawn", shown="Dawn")
    Tagging.objects.bulk_create(Tagging(tweet=tweet, hashtag=hashtag) for tweet in tweets)
    List.objects.bulk_create(
        [*(List(owner=one, name="Birds") for one in users), List(pk=EVERYBODY.pk, owner=users[0], name="All")]
    )
    Listing.objects.bulk_create(Listing(list=EVERYBODY, person=one) for one in users)
    Space.objects.bulk_create(Space(host=one, title="Dawn", started_at=timezone.now()) for one in users)
    _tell(built)
    return built


def _person(number: int, who: int, facts: Facts) -> User:
    is_gone = bool({("suspended", who), ("closed", who)} & facts)
    return User(
        pk=next(_ids),
        handle=f"w{number}_{who}",
        name=f"Person {who}",
        is_active=not is_gone,
        suspended_at=timezone.now() if ("suspended", who) in facts else None,
        closed_at=timezone.now() if ("closed", who) in facts else None,
        is_protected=("protected", who) in facts,
        messages_from=Circle.FOLLOWED if ("choosy", who) in facts else Circle.EVERYONE,
    )


def _pairs(worlds: list[World], kind: str) -> Iterator[tuple[User, User]]:
    for world in worlds:
        for fact in world.facts:
            if fact[0] == kind:
                yield world.people[fact[1]], world.people[fact[2]]


def _alone(worlds: list[World], kind: str) -> list[User]:
    return [world.people[fact[1]] for world in worlds for fact in world.facts if fact[0] == kind]


def _tweet(world: World, who: int) -> Tweet:
    return Tweet(**_said(world, who))


def _fleet(world: World, who: int) -> Fleet:
    """Near the end of its day, or over for longer than the statements of a Reader, which were written at another time, are old."""
    ends_at = timezone.now() + timedelta(hours=-1 if ("over", who) in world.facts else 1)
    return Fleet(**_said(world, who), posted_at=ends_at - LASTS, expires_at=ends_at)


def _said(world: World, who: int) -> dict[str, Any]:
    text = f"Put the {WORD} on" if ("says_word", who) in world.facts else "Good morning"
    states = {f"{state}_at": timezone.now() if (state, who) in world.facts else None for state in ("held", "removed")}
    return {"author": world.people[who], "text": text, **states}


def _tell(worlds: list[World]) -> None:
    made = []
    for world in worlds:
        for other in world.people[1:]:
            told = Notification(person=world.people[0], kind=Notification.Kind.MENTION, path=other.get_absolute_url())
            made.append(Cause(notification=told, actor=other))
    Notification.objects.bulk_create(cause.notification for cause in made)
    Cause.objects.bulk_create(made)


# ---- What Linnet shows -----------------------------------------------------------------------------------------------


def surfaces(viewer: Any) -> dict[str, tuple[Any, str]]:
    """What Linnet reads for every surface, and the way from there to the person whose thing it is."""
    rows: dict[str, tuple[Any, str]] = {
        "profile": (User.objects.filter(in_sight(viewer)), "pk"),
        "lists": (User.objects.filter(open_to(viewer)), "pk"),
        "reach": (reachable_by(viewer), "pk"),
        "messages": (writable_by(viewer), "pk"),
        "tweet": (Tweet.objects.visible_to(viewer), "author"),
        "search": (Tweet.objects.found_by(viewer), "author"),
        "hashtag": (Tagging.objects.found_by(viewer), "tweet__author"),
        "public lists": (List.objects.visible_to(viewer).exclude(pk=EVERYBODY.pk), "owner"),
        "a list": (reading.tweets_in(EVERYBODY, viewer), "author"),
        "space": (Space.objects.visible_to(viewer), "host"),
        "spaces": (Space.objects.found_by(viewer), "host"),
        "suggested": (strangers_to(viewer).order_by(), "pk"),
    }
    if isinstance(viewer, User):
        rows["home"] = (Tweet.objects.on_home_of(viewer), "author")
        rows["fleet"] = (Fleet.objects.visible_to(viewer), "author")
        rows["fleets"] = (Fleet.objects.coming_to(viewer), "author")
        rows["told"] = (Cause.objects.shown_to(viewer).filter(notification__person=viewer), "actor")
    return rows


def shown(world: World) -> Seen:
    """On every surface, whose things are there; of one other person, what is asked about one at a time says the same."""
    viewer, who = _viewer(world), {person.pk: number for number, person in enumerate(world.people)}
    seen = {surface: {who[pk] for pk in _in(world, *rows)} for surface, rows in surfaces(viewer).items()}
    _check_one_by_one(viewer, world.people[1], seen)
    return {surface: people for surface, people in seen.items() if people}


def _viewer(world: World) -> Any:
    return AnonymousUser() if ("nobody", 0) in world.facts else world.people[0]


def _in(world: World, rows: Any, person: str) -> Any:
    """Of `rows`, whose they are, if of somebody in this world."""
    return rows.filter(**{f"{person}__in": [one.pk for one in world.people]}).values_list(person, flat=True)


def _check_one_by_one(viewer: Any, person: User, seen: Seen) -> None:
    try:
        is_known = bool(person_in_sight(viewer, person.handle))
    except NotFound:
        is_known = False
    assert (is_known, is_open_to(viewer, person)) == (1 in seen["profile"], 1 in seen["lists"])
    if isinstance(viewer, User):
        assert may_reach(viewer, person) == (1 in seen["reach"])


class Reader:
    """The same for many worlds, a statement for each: to have Django write eleven takes ten times as long as to run them.

    Statements differ by whether somebody looks, and mutes words; what was written for one world is run with the ids of the next.
    """

    def __init__(self) -> None:
        self._written: dict[tuple[bool, bool], tuple[str, list[Any], list[int]]] = {}

    def shown(self, world: World) -> Seen:
        kind = (("nobody", 0) in world.facts, ("mutes_word", 0) in world.facts)
        if kind not in self._written:
            self._written[kind] = (*_as_one_statement(world), [person.pk for person in world.people])
        sql, parameters, ids = self._written[kind]
        place = dict(zip(ids, world.people, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [place[given].pk if given in place else given for given in parameters])
            who = {person.pk: number for number, person in enumerate(world.people)}
            seen: Seen = defaultdict(set)
            for surface, pk in cursor.fetchall():
                seen[surface].add(who[pk])
        return seen


def _as_one_statement(world: World) -> tuple[str, list[Any]]:
    parts, parameters = [], []
    for surface, rows in surfaces(_viewer(world)).items():
        sql, given = _in(world, *rows).query.sql_with_params()
        parts.append(f"SELECT '{surface}' AS surface, found.* FROM ({sql}) AS found")  # noqa: S608
        parameters += given
    return " UNION ALL ".join(parts), parameters
