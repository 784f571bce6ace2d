"""A crowd that never was: people, follows, Tweets and marks, skewed as real graphs are, to see how Linnet does when it is large.

The same numbers and the same `chance` give the same crowd, but for the times, which are counted back from `now`. Who does what is drawn
first, as plain numbers; the rows follow, with every count right from the start. People and Tweets are numbered from 0 here.
"""

import json
import random
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.core.ids import id_of
from apps.graph.models import Block, Follow, Mute, MutedWord
from apps.home import demo
from apps.home.bulk import stored_time, write
from apps.home.crowd_words import Words, handle_of, name_of
from apps.tweets import hashtags, trends, word_index
from apps.tweets.models import Like, Poll, Retweet, Tweet, Vote

SPAN = timedelta(days=90)  # from the first Tweet to now
AT_ONCE = 5000  # rows
FEWEST = 40  # people

ACTIVITY, POPULARITY = 0.8, 0.9  # exponents: the nth of them has 1 / n ** exponent of what the first has
FOLLOWED, MOST_FOLLOWED = 25, 3000  # by one person: the median, and the most
QUIET_FOLLOWERS, QUIET_FOLLOWED = 50, 1000  # so many people follow so many of those who post least
MOST_LIKES, MOST_RETWEETS = 2000, 1000  # of one Tweet
NOTHING = -1

_FOLLOW = ("follower_id", "followed_id", "followed_at")
_TWEET = (
    *("id", "author_id", "text", "posted_at", "in_reply_to_id", "answered_id", "root_id", "quoted_id"),
    *("like_count", "retweet_count", "reply_count", "quote_count", "removed_at"),
)


@dataclass
class Plan:
    """What is in the crowd, by number: of each Tweet who wrote it, what it answers and quotes, and how often others did what."""

    people: int
    protected: set[int]
    popular: list[int]  # people, from the most followed to the least
    active: list[int]  # people, from those who post most to those who post least
    authors: "array[int]"
    answers: "array[int]"  # NOTHING for none
    roots: "array[int]"
    quotes: "array[int]"
    likes: "array[int]"
    retweets: "array[int]"
    reply_counts: "array[int]"
    quote_counts: "array[int]"

    @property
    def tweets(self) -> int:
        return len(self.authors)


def fill(*, people: int, tweets: int, chance: int, now: datetime) -> None:
    """Writes such a crowd into an empty database, in batches: a minute or two for a hundred thousand Tweets on a slow machine."""
    luck = random.Random(chance)  # noqa: S311 — a crowd, not a secret
    plan = _planned(people, tweets, luck)
    ids = _people(plan, now)
    _relations(plan, ids, luck, now)
    _said(plan, ids, luck, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so that the database knows what it has


# ---- Who does what -------------------------------------------------------------------------------------------------------


def _planned(people: int, tweets: int, luck: random.Random) -> Plan:
    active = _shuffled(people, luck)
    popular = sorted(active, key={person: place + luck.gauss(0, people / 10) for place, person in enumerate(active)}.__getitem__)
    protected = set(luck.sample(active[people // 50 :], people // 30))
    authors = array("l", luck.choices(active, cum_weights=_skewed(people, ACTIVITY), k=tweets))
    empty = [array("l", [start]) * tweets for start in (NOTHING, NOTHING, NOTHING, 0, 0, 0, 0)]
    plan = Plan(people, protected, popular, active, authors, *empty)
    latest: dict[int, int] = {}  # what each said last
    for tweet, author in enumerate(authors):
        _place(plan, tweet, latest.get(author, NOTHING), luck)
        if author not in protected:
            plan.likes[tweet] = min(int(luck.paretovariate(1.6)) - 1, MOST_LIKES, people // 2)
            plan.retweets[tweet] = min(int(luck.paretovariate(2.5)) - 1, MOST_RETWEETS, people // 4) if luck.random() < 0.5 else 0
        latest[author] = tweet
    return plan


def _shuffled(people: int, luck: random.Random) -> list[int]:
    return luck.sample(range(people), people)


def _skewed(size: int, exponent: float) -> list[float]:
    return list(accumulate((place + 1) ** -exponent for place in range(size)))


def _place(plan: Plan, tweet: int, own_last: int, luck: random.Random) -> None:
    """What Tweet number `tweet` answers or quotes: a quarter answer something, of these one in eight their author's own last."""
    kind = luck.random()
    if kind < 0.03 and own_last != NOTHING:
        _answer(plan, tweet, own_last)
    elif kind < 0.25:
        above = _earlier(tweet, luck)
        if above != NOTHING and plan.authors[above] not in plan.protected:
            _answer(plan, tweet, above)
    elif kind < 0.28:
        quoted = _earlier(tweet, luck)
        if quoted != NOTHING and plan.authors[quoted] not in plan.protected:
            plan.quotes[tweet] = quoted
            plan.quote_counts[quoted] += 1


def _earlier(tweet: int, luck: random.Random) -> int:
    """Mostly something of the last hours; now and then one of the few that everybody talks about."""
    far = int(luck.expovariate(1 / 2000)) + 1
    found = (tweet // 20_000) * 20_000 if luck.random() < 0.05 else tweet - far
    return found if 0 <= found < tweet else NOTHING


def _answer(plan: Plan, tweet: int, above: int) -> None:
    plan.answers[tweet] = above
    plan.roots[tweet] = above if plan.roots[above] == NOTHING else plan.roots[above]
    plan.reply_counts[above] += 1


# ---- People --------------------------------------------------------------------------------------------------------------


def _people(plan: Plan, now: datetime) -> list[int]:
    """Their ids, by number."""
    password, joined_at = make_password(demo.PASSWORD), now - SPAN - timedelta(days=30)
    made = (
        User(
            handle=handle_of(number),
            name=name_of(number),
            password=password,
            joined_at=joined_at,
            seeded_at=now,
            is_protected=number in plan.protected,
            is_active=number % 200 != 199 or number == plan.popular[0],
        )
        for number in range(plan.people)
    )
    User.objects.bulk_create(made, batch_size=AT_ONCE)
    found = dict(User.objects.values_list("handle", "pk"))
    return [found[handle_of(number)] for number in range(plan.people)]


def _relations(plan: Plan, ids: list[int], luck: random.Random, now: datetime) -> None:
    at = stored_time(now - SPAN)
    follows = ((follower, followed) for follower in range(plan.people) for followed in _followed_by(plan, follower, luck))
    blocks, mutes = _pairs(plan.people, plan.people // 2, luck), _pairs(plan.people, plan.people, luck)
    words, muters = Words(luck), luck.sample(range(plan.people), plan.people // 20)
    with transaction.atomic():
        write(Follow, _FOLLOW, ((ids[one], ids[other], at) for one, other in follows))
        write(Block, ("blocker_id", "blocked_id", "blocked_at"), ((ids[one], ids[other], at) for one, other in blocks))
        write(Mute, ("muter_id", "muted_id", "muted_at"), ((ids[one], ids[other], at) for one, other in mutes))
        write(MutedWord, ("person_id", "words", "muted_at"), ((ids[one], words.rare(), at) for one in muters))


def quiet_followers(plan: Plan) -> range:
    """Those who follow many of the people that post least."""
    return range(min(QUIET_FOLLOWERS, plan.people // 10))


def _followed_by(plan: Plan, follower: int, luck: random.Random) -> list[int]:
    """The first of the popular is followed by everybody, as are the popular in general by many."""
    if follower in quiet_followers(plan):
        quietest = plan.active[-plan.people // 10 :]
        chosen = set(luck.sample(quietest, min(QUIET_FOLLOWED, len(quietest) // 2)))
    else:
        wanted = min(int(luck.lognormvariate(0, 1.2) * FOLLOWED), MOST_FOLLOWED, plan.people // 2)
        chosen = set(luck.choices(plan.popular, cum_weights=_popularity(plan.people), k=wanted))
        chosen.add(plan.popular[0])
    chosen.discard(follower)
    return sorted(chosen)


_known: dict[int, list[float]] = {}


def _popularity(people: int) -> list[float]:
    return _known.setdefault(people, _skewed(people, POPULARITY))


def _pairs(people: int, wanted: int, luck: random.Random) -> list[tuple[int, int]]:
    """Of different people, each pair once."""
    drawn = {(luck.randrange(people), luck.randrange(people)) for _ in range(wanted)}
    return sorted((one, other) for one, other in drawn if one != other)


# ---- What they say -------------------------------------------------------------------------------------------------------


def _said(plan: Plan, ids: list[int], luck: random.Random, now: datetime) -> None:
    """Tweets of one stretch of time, then what was done with them, and on to the next."""
    crowd = _Crowd(plan, ids, luck, now)
    for start in range(0, plan.tweets, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, plan.tweets))
        with transaction.atomic():
            write(Tweet, _TWEET, map(crowd.tweet, numbers))
            write(Like, ("tweet_id", "person_id", "liked_at"), crowd.likes(numbers))
            write(Retweet, ("id", "tweet_id", "person_id", "retweeted_at"), crowd.retweets(numbers))
            polls, votes = crowd.polls(numbers)
            write(Poll, ("tweet_id", "options", "ends_at", "votes_0", "votes_1", "votes_2"), polls)
            write(Vote, ("poll_id", "person_id", "choice"), votes)
            _let_be_found(crowd.tweets_of(numbers))
    trends.count_trends(now)


def _let_be_found(tweets: QuerySet[Tweet]) -> None:
    hashtags.note_hashtags(tweets)
    word_index.keep(tweets)


class _Crowd:
    """What its people say and do, as rows to be written."""

    def __init__(self, plan: Plan, ids: list[int], luck: random.Random, now: datetime) -> None:
        self._plan, self._people, self._luck, self._now = plan, ids, luck, now
        self._words = Words(luck)
        self._began, self._step = now - SPAN, SPAN / plan.tweets
        self._tweets = array("q", (id_of(self._time_of(number), luck.getrandbits(20)) for number in range(plan.tweets)))

    def tweet(self, number: int) -> tuple[Any, ...]:
        plan, above, posted_at = self._plan, self._plan.answers[number], stored_time(self._time_of(number))
        return (
            self._tweets[number],
            self._people[plan.authors[number]],
            self._text(is_answer=above != NOTHING),
            posted_at,
            self._id(above),
            None if above == NOTHING else self._people[plan.authors[above]],
            self._id(plan.roots[number]),
            self._id(plan.quotes[number]),
            plan.likes[number],
            plan.retweets[number],
            plan.reply_counts[number],
            plan.quote_counts[number],
            posted_at if number % 2000 == 999 else None,
        )

    def tweets_of(self, numbers: range) -> QuerySet[Tweet]:
        """Once they are written."""
        return Tweet.objects.filter(pk__gte=self._tweets[numbers[0]], pk__lte=self._tweets[numbers[-1]])

    def likes(self, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        for number in numbers:
            at = stored_time(self._time_of(number))
            for person in self._some(self._plan.likes[number]):
                yield self._tweets[number], person, at

    def retweets(self, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """Within the hours after the Tweet, but not later than now."""
        for number in numbers:
            for person in self._some(self._plan.retweets[number]):
                at = min(self._time_of(number) + timedelta(seconds=self._luck.expovariate(1 / 7200)), self._now)
                yield id_of(at, self._luck.getrandbits(20)), self._tweets[number], person, stored_time(at)

    def polls(self, numbers: Iterable[int]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """Every five-hundredth Tweet asks something; the votes come along."""
        polls, votes = [], []
        for number in numbers:
            if number % 500 == 250:
                tweet, ends_at = self._tweets[number], stored_time(self._time_of(number) + timedelta(days=7))
                chosen = [(tweet, person, self._luck.randrange(3)) for person in self._some(min(self._plan.people // 2, 20))]
                counted = Counter(choice for _tweet, _person, choice in chosen)
                options = json.dumps([self._words.one() for _ in range(3)])
                polls.append((tweet, options, ends_at, counted[0], counted[1], counted[2]))
                votes += chosen
        return polls, votes

    def _time_of(self, number: int) -> datetime:
        return self._began + number * self._step

    def _id(self, number: int) -> int | None:
        return None if number == NOTHING else self._tweets[number]

    def _text(self, *, is_answer: bool) -> str:
        said = self._words.sentence()
        if self._luck.random() < 0.15:
            said += f" #{self._words.one()}"
        if not is_answer and self._luck.random() < 0.05:
            said = f"@{handle_of(self._luck.choice(self._plan.popular))} {said}"
        return said

    def _some(self, wanted: int) -> list[int]:
        """The ids of different people."""
        return self._luck.sample(self._people, wanted) if wanted else []
