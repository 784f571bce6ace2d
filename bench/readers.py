"""`python -m bench.readers MEASURE …`: how long pages of a seeded site take, in this process, on the database of the environment; prints JSON.

Times of the database are those of every query of a page, from the call to the last row fetched.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.backends.sqlite3.base import SQLiteCursorWrapper  # noqa: E402
from django.db.models import Count, Max, Min  # noqa: E402
from django.test import Client  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.core.pages import PAGE_SIZE  # noqa: E402
from apps.graph.hearing import heard_by, muted_on_home  # noqa: E402
from apps.graph.models import Follow  # noqa: E402
from apps.home import crowd_words  # noqa: E402
from apps.tweets import timelines  # noqa: E402
from apps.tweets.models import Retweet, Tweet  # noqa: E402
from apps.tweets.services import post_tweet  # noqa: E402
from bench.crowd import quantile  # noqa: E402

VIEWERS, QUIET_VIEWERS = 200, 50  # of these so many follow a thousand people that say little
FAR = 50  # the page that is far down
ROUNDS = 3  # of each page; the middle one counts
POSTS, QUERIES, PAGES = 100, 50, 40
SEED = 1


@dataclass
class Spent:
    """Of one page."""

    queries: int = 0
    database: float = 0.0  # seconds
    statements: list[tuple[float, str]] = field(default_factory=list)


@contextmanager
def watched() -> Iterator[Spent]:
    """What the database is asked inside, and how long it takes."""
    spent = Spent()

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            spent.queries += 1
            spent.database += took
            spent.statements.append((took, sql))

    def fetching(name: str) -> Callable[..., Any]:
        """SQLite looks for rows when they are fetched."""
        fetch = getattr(SQLiteCursorWrapper, name)

        def timed(cursor: Any, *arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return fetch(cursor, *arguments)
            finally:
                spent.database += time.perf_counter() - began

        return timed

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(run))
        for name in ("fetchone", "fetchmany", "fetchall"):
            stack.enter_context(mock.patch.object(SQLiteCursorWrapper, name, fetching(name)))
        yield spent


def viewers() -> list[User]:
    """The same ones every time: those who follow very many that say little, and others by chance."""
    quiet = User.objects.annotate(found=Count("follows_given")).filter(found__gt=200)
    luck = random.Random(SEED)
    little = list(quiet.filter(pk__in=_follow_only_the_quiet()).order_by("pk")[:QUIET_VIEWERS])
    others = User.objects.filter(is_active=True).exclude(pk__in=[person.pk for person in little]).order_by("pk")
    return little + luck.sample(list(others), min(len(others), VIEWERS - len(little)))


def _follow_only_the_quiet() -> list[int]:
    """Everybody else follows the one whom everybody follows."""
    star = Follow.objects.values("followed").annotate(found=Count("pk")).order_by("-found")[0]["followed"]
    return list(User.objects.exclude(follows_given__followed=star).values_list("pk", flat=True))


def client_of(person: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(person, "apps.accounts.backends.LinnetBackend")
    return client


def home() -> dict[str, Any]:
    """Pages 1 and 50 of the Homes of all viewers."""
    near, far, queries, short, worst = [], [], set(), 0, Spent()
    little_near = []
    for place, viewer in enumerate(viewers()):
        client, there = client_of(viewer), _far_down(viewer)
        client.get("/")  # the first page of a log-in notes where it was seen
        spent = _middle(client, "/")
        near.append(spent.database)
        little_near += [spent.database] if place < QUIET_VIEWERS else []
        queries.add(spent.queries)
        worst = max(worst, spent, key=lambda one: one.database)
        short += len(timelines.home_of(viewer).tweets) < PAGE_SIZE
        if there:
            spent = _middle(client, f"/?before={there}")
            far.append(spent.database)
            queries.add(spent.queries)
            worst = max(worst, spent, key=lambda one: one.database)
    for took, sql in sorted(worst.statements, reverse=True)[:3] if "-v" in sys.argv else []:
        print(f"{1000 * took:.1f} ms {sql[:1500]}\n", file=sys.stderr)
    return {
        "viewers": len(near),
        "page 1, p50 ms": 1000 * quantile(near, 0.5),
        "page 1, p95 ms": 1000 * quantile(near, 0.95),
        "page 1, p95 ms, of those who follow 1,000 that say little": 1000 * quantile(little_near, 0.95),
        "page 50, viewers who have one": len(far),
        "page 50, p50 ms": 1000 * quantile(far, 0.5),
        "page 50, p95 ms": 1000 * quantile(far, 0.95),
        "page 50 / page 1, at p50": quantile(far, 0.5) / quantile(near, 0.5),
        "page 50 / page 1, at p95": quantile(far, 0.95) / quantile(near, 0.95),
        "queries of a page": f"{min(queries)}–{max(queries)}",
        "first pages that are short": short,
    }


def _far_down(viewer: User) -> int | None:
    """Where page 50 begins."""
    words = muted_on_home(viewer)
    kinds = Tweet.objects.on_home_of(viewer, words), Retweet.objects.on_home_of(viewer, words)
    above = timelines.said_by_many(heard_by(viewer), kinds, viewer, size=(FAR - 1) * PAGE_SIZE)
    return above.before if len(above.tweets) == (FAR - 1) * PAGE_SIZE else None


def _middle(client: Client, path: str) -> Spent:
    found = []
    for _ in range(ROUNDS):
        with watched() as spent:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found.append(spent)
    return sorted(found, key=lambda one: one.database)[ROUNDS // 2]


def whole() -> dict[str, Any]:
    """Home with all that makes it, against the same template over what was read before: processor time, turn by turn."""
    from bench.prepared import prepared_home

    real, prepared, wall = [], [], []
    for viewer in viewers()[QUIET_VIEWERS - 10 : QUIET_VIEWERS + 10]:
        client = client_of(viewer)
        draw = prepared_home(client)
        for _ in range(PAGES // 20 + 2):
            began, clock = time.process_time(), time.perf_counter()
            client.get("/")
            real.append(time.process_time() - began)
            wall.append(time.perf_counter() - clock)
            began = time.process_time()
            draw()
            prepared.append(time.process_time() - began)
    return {
        "whole page, CPU ms": 1000 * statistics.median(real),
        "whole page, ms": 1000 * statistics.median(wall),
        "the same template over what was read before, CPU ms": 1000 * statistics.median(prepared),
        "times": statistics.median(real) / statistics.median(prepared),
    }


def posting() -> dict[str, Any]:
    """By the one with most followers, and by one with some twenty; in turns."""
    followed = User.objects.filter(is_active=True).annotate(found=Count("follows_got"))
    many = followed.order_by("-found")[0]
    few = followed.filter(found__gte=20).order_by("found", "pk")[0]
    took: dict[int, list[float]] = {many.pk: [], few.pk: []}
    for number in range(POSTS + 10):
        for author in (many, few):
            began = time.perf_counter()
            post_tweet(author=author, text=f"Hello number {number}")
            took[author.pk].append(time.perf_counter() - began)
    medians = [1000 * statistics.median(took[author.pk][10:]) for author in (many, few)]
    return {
        "followers": f"{many.found} and {few.found}",  # type: ignore[attr-defined]
        "of many followers, ms": medians[0],
        "of few followers, ms": medians[1],
        "times": medians[0] / medians[1],
    }


def search() -> dict[str, Any]:
    """Common and rare words and phrases, by the page that people use."""
    words = crowd_words.vocabulary()
    luck = random.Random(SEED)
    common = [*words[:25], *(f'"{words[number]} {words[number + 1]}"' for number in range(25))]
    said = list(Tweet.objects.filter(pk__gt=luck.randrange(*_ids())).order_by("pk").values_list("text", flat=True)[:QUERIES])
    phrases = [f'"{" ".join(text.split()[1:4])}"' for text in said]
    rare = [*luck.sample(words[10_000:], 25), *phrases[:25]]
    client = client_of(viewers()[-1])
    client.get("/")
    most = int(next((argument for argument in sys.argv[2:] if argument.isdecimal()), QUERIES))
    found: dict[str, Any] = {}
    for name, queries in (("common", common), ("rare", rare)):
        took = []
        for query in [*queries[: most // 2], *queries[25 : 25 + most // 2]]:
            with watched() as spent:
                assert client.get("/explore/", {"q": query}).status_code == 200
            took.append(spent.database)
        found |= {f"{name}, p50 ms": 1000 * quantile(took, 0.5), f"{name}, p95 ms": 1000 * quantile(took, 0.95)}
    return {"words and phrases": f"{most} + {most}", **found}


def _ids() -> tuple[int, int]:
    ends = Tweet.objects.aggregate(Min("pk"), Max("pk"))
    return ends["pk__min"], ends["pk__max"]


def others() -> dict[str, Any]:
    """Pages that are large somewhere: the busiest profile, the longest conversation, the fullest list of likes."""
    star = User.objects.annotate(found=Count("follows_got")).order_by("-found")[0]
    busiest = User.objects.get(pk=Tweet.objects.values("author").annotate(found=Count("pk")).order_by("-found")[0]["author"])
    longest = Tweet.objects.order_by("-reply_count").filter(removed_at=None)[0]
    client = client_of(viewers()[-1])
    client.get("/")
    pages = {
        "profile of the busiest": f"/@{busiest.handle}/",
        "their replies": f"/@{busiest.handle}/replies/",
        "their likes": f"/@{busiest.handle}/likes/",
        "profile of the most followed": f"/@{star.handle}/",
        "followers of the most followed": f"/@{star.handle}/followers/",
        f"conversation with {longest.reply_count} replies": longest.get_absolute_url(),
        "explore": "/explore/",
        "notifications": "/notifications/",
    }
    found: dict[str, Any] = {}
    for name, path in pages.items():
        spent = _middle(client, path)
        found[f"{name}, ms"] = 1000 * spent.database
        for took, sql in sorted(spent.statements, reverse=True)[:2] if "-v" in sys.argv else []:
            print(f"{name} {1000 * took:.1f} ms {sql[:1200]}\n", file=sys.stderr)
    return found


MEASURES = {"home": home, "whole": whole, "posting": posting, "search": search, "others": others}


if __name__ == "__main__":
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 1_000_000)  # counted as ever, and nobody is told that they are too fast
    (Path(settings.STATIC_ROOT)).mkdir(exist_ok=True)  # the middleware of static files warns without it
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    print(json.dumps(MEASURES[sys.argv[1]](), indent=1, ensure_ascii=False))
