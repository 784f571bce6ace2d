"""Fifty people post, like, vote and read at the same time, over HTTP, at a whole Linnet (`manage.py serve`): is anything refused or lost, and is every count right?

python -m bench.together [sqlite|postgresql] [seconds]      PostgreSQL comes with Redis, as in production
"""

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from bench.site import ROOT

PEOPLE, SECONDS = 50, 120
_CSRF = "linnet" * 5 + "be"  # 32 characters, as a cookie and as a header


@dataclass
class Done:
    """What the site said yes to, and whatever else it said."""

    posted: dict[int, str] = field(default_factory=dict)
    liked: set[tuple[int, int]] = field(default_factory=set)  # (tweet, person)
    voted: dict[tuple[int, int], int] = field(default_factory=dict)  # (tweet, person): choice
    polls: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Visitor(threading.Thread):
    """One of the fifty: reads most of the time, and says, likes and votes in between."""

    def __init__(self, port: int, person: int, session: str, done: Done, until: float) -> None:
        super().__init__(daemon=True)
        self._port, self._person, self._done, self._until = port, person, done, until
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={_CSRF}",
            "X-CSRFToken": _CSRF,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._luck = random.Random(person)

    def run(self) -> None:
        acts = [self._read, self._read, self._read, self._post, self._ask, self._like, self._like, self._vote]
        while time.monotonic() < self._until:
            try:
                self._luck.choice(acts)()
            except (OSError, http.client.HTTPException, ValueError) as problem:
                self._done.errors.append(repr(problem))
            time.sleep(self._luck.uniform(2, 8))  # people read what they get

    def _ask_for(self, method: str, path: str, fields: Any = (), accept: str = "") -> bytes | None:
        """What the site answers; None if that is no yes."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        began = time.monotonic()
        connection.request(method, path, urlencode(fields), {**self._headers, **({"Accept": accept} if accept else {})})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self._done.took.append(time.monotonic() - began)
        if answer.status >= 400:
            self._done.errors.append(f"{method} {path}: {answer.status} {body[:200]!r}")
            return None
        return body

    def _read(self) -> None:
        path = self._luck.choice(["/", "/", "/explore/", f"/tweets/{self._some_tweet()}/"])
        if self._ask_for("GET", path, accept="text/html"):
            self._done.counts["read"] += 1

    def _post(self, **fields: Any) -> int | None:
        text = f"{self._person} says {self._luck.getrandbits(64)}"
        answer = self._ask_for("POST", "/tweets/", [("text", text), *fields.get("more", ())])
        if answer is None:
            return None
        tweet = int(json.loads(answer)["id"])
        with self._done.lock:
            self._done.posted[tweet] = text
        return tweet

    def _ask(self) -> None:
        tweet = self._post(more=[("option", "yes"), ("option", "no"), ("poll_minutes", "60")])
        if tweet:
            self._done.polls.append(tweet)

    def _like(self) -> None:
        tweet = self._some_tweet()
        if self._ask_for("POST", f"/tweets/{tweet}/like/") is not None:
            with self._done.lock:
                self._done.liked.add((tweet, self._person))

    def _vote(self) -> None:
        tweet, choice = self._luck.choice(self._done.polls or [0]), self._luck.randrange(2)
        own = self._done.posted.get(tweet, "").startswith(f"{self._person} ")
        if not tweet or own or (tweet, self._person) in self._done.voted:
            return
        if self._ask_for("POST", f"/tweets/{tweet}/vote/", [("choice", choice)]) is not None:
            with self._done.lock:
                self._done.voted[tweet, self._person] = choice

    def _some_tweet(self) -> int:
        """Mostly one of the latest: there they meet."""
        with self._done.lock:
            known = list(self._done.posted)
        return self._luck.choice(known[-20:])


def measure(database: str = "sqlite", seconds: float = SECONDS) -> dict[str, Any]:
    from bench.crowd import quantile
    from tests import running_site, servers

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linnet-bench-", ignore_cleanup_errors=True)))
        stack.enter_context(mock.patch.dict(os.environ))  # what is measured next has servers of its own
        if database == "postgresql":
            os.environ["DATABASE_URL"] = stack.enter_context(servers.postgres()).url
            os.environ["REDIS_URL"] = stack.enter_context(servers.redis()).url
        site = stack.enter_context(running_site.running_site(folder))
        environment = {**os.environ, **running_site.standing(folder), "PORT": str(site.port)}
        people = json.loads(_inside(environment, "people"))
        done = Done(posted={people["tweet"]: "here we meet"})
        until = time.monotonic() + seconds
        visitors = [Visitor(site.port, person, session, done, until) for person, session in people["sessions"]]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        told = {
            "posted": list(done.posted.items()),
            "liked": sorted(done.liked),
            "voted": [[tweet, person, choice] for (tweet, person), choice in done.voted.items()],
        }
        (folder / "told.json").write_text(json.dumps(told))
        checked = json.loads(_inside(environment, "check", str(folder / "told.json")))
    for error in done.errors[:5]:
        print(error, file=sys.stderr)
    return {
        "database": database,
        "people, seconds": f"{PEOPLE}, {seconds:g}",
        "read": done.counts["read"],
        "posted": len(done.posted) - 1,
        "liked": len(done.liked),
        "voted": len(done.voted),
        "answers, p50 ms": 1000 * quantile(done.took, 0.5),
        "answers, p95 ms": 1000 * quantile(done.took, 0.95),
        "errors": len(done.errors),
        **checked,
    }


def _inside(environment: dict[str, str], *arguments: str) -> str:
    """In a process of its own, for Django keeps one database in mind."""
    command = [sys.executable, "-m", "bench.together", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _people() -> dict[str, Any]:
    from apps.accounts.models import User
    from apps.graph.models import Follow
    from apps.tweets.services import post_tweet
    from bench.log_ins import session_of

    people = User.objects.bulk_create(
        User(handle=f"p{number}", name=f"Person {number}", password="!") for number in range(PEOPLE)
    )
    luck = random.Random(1)
    Follow.objects.bulk_create(
        Follow(follower=one, followed=other) for one in people for other in luck.sample(people, 15) if one != other
    )
    first = post_tweet(author=people[0], text="here we meet")
    return {"tweet": first.pk, "sessions": [[person.pk, session_of(person)] for person in people]}


def _check(path: str) -> dict[str, Any]:
    """What of the told is not there, and which counts are not what they count."""
    from django.db.models import Count, F, Q

    from apps.tweets.models import Like, Poll, Tweet, Vote

    told = json.loads(Path(path).read_text())
    said = dict(Tweet.objects.values_list("pk", "text"))
    likes = set(Like.objects.values_list("tweet", "person"))
    votes = {(poll, person): choice for poll, person, choice in Vote.objects.values_list("poll", "person", "choice")}
    lost = sum(said.get(tweet) != text for tweet, text in told["posted"]) + sum(
        tuple(pair) not in likes for pair in told["liked"]
    )
    lost += sum(votes.get((tweet, person)) != choice for tweet, person, choice in told["voted"])
    wrong = Tweet.objects.annotate(found=Count("likes")).exclude(like_count=F("found")).count()
    for choice in range(2):
        voted = Count("votes", filter=Q(votes__choice=choice))
        wrong += Poll.objects.annotate(found=voted).exclude(**{f"votes_{choice}": F("found")}).count()
    extra = len(said) - len(told["posted"]) + len(likes) - len(told["liked"]) + len(votes) - len(told["voted"])
    return {"writes lost": lost, "written and not told": extra, "counts that are not COUNT(*)": wrong}


def main(arguments: list[str]) -> None:
    if arguments[:1] in (["people"], ["check"]):
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
        django.setup()
        print(json.dumps(_people() if arguments[0] == "people" else _check(arguments[1])))
    else:
        from bench.run import print_table

        print_table([measure(*arguments[:1], *map(float, arguments[1:]))])


if __name__ == "__main__":
    main(sys.argv[1:])
