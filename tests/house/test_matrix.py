"""Every page, socket and socket command, asked by everybody: `matrix.csv` says what they are answered."""

import asyncio
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver
from django.utils import timezone

from apps.accounts.models import Archive, Picture, User
from apps.core.errors import NotFound
from apps.graph import muting
from apps.moderation import decisions
from apps.moderation.models import Appeal, Decision
from apps.spaces import invitations, services, stage
from apps.spaces.live.commands import ROOM_COMMANDS, ROW_COMMANDS
from apps.spaces.live.protocol import CLOSE_CODES
from apps.spaces.models import Invite, Space
from apps.tweets import services as tweets
from apps.tweets.models import Draft, TweetPicture
from spaces_project.routing import websocket_urlpatterns
from tests import factories
from tests.live.client import Guest
from tests.moderation.scenes import case_about, report

PEOPLE = ("nobody", "charlie", "bob", "alice", "dave", "mod")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What a form may hold, for whichever page wants some of it.
FORM = {"title": "Dawn chorus", "text": "Good morning", "name": "Somebody", "bio": "Sings", "theme": "dark"}
FORM |= {"role": "listener", "lifetime": "day", "uses": "10", "handle": "bob"}
FORM |= {"category": "other", "action": "warn", "facts": "You did.", "answer": "So be it."}
FORM |= {"seen": "0", "choice": "0"}
# What a command may carry.
DATA = {"version": 1, "n": 0, "open": True, "reaction": "💯", "agrees": True}
CLOSES = {code: name for name, code in CLOSE_CODES.items()}
ABSENT = 999_999_999
OTHER_SOCKETS = {"live_tab": "/live/tab/", "nowhere": "/live/nothing/"}

Row = tuple[str, str]  # (method or kind, thing)
Answers = dict[str, str]  # person → answer


def matrix(*kinds: str) -> dict[str, dict[Row, Answers]]:
    """The rows of these kinds, by the name of what is asked."""
    lines = [line for line in (Path(__file__).parent / "matrix.csv").read_text().splitlines() if line and line[0] != "#"]
    found: dict[str, dict[Row, Answers]] = defaultdict(dict)
    for cells in csv.DictReader(lines, skipinitialspace=True):
        row = {column.strip(): (cell or "").strip() for column, cell in cells.items()}
        several, name = row["what"].split()
        for kind in set(several.split("/")) & set(kinds):
            found[name][kind, row["on"]] = {who: row[who] for who in PEOPLE if row[who]}
    return found


# ---- The people and the things ---------------------------------------------------------------------------------------


@pytest.fixture
def people(alice, bob, charlie, mod) -> dict[str, Any]:
    others = {handle: factories.person(handle) for handle in ("dave", "erin", "fred", "gina")}
    mod.user_permissions.add(Permission.objects.get(codename="moderate"))
    return {"nobody": None, "charlie": charlie, "bob": bob, "alice": alice, "mod": mod, **others}


@pytest.fixture
def things(people) -> dict[str, dict[str, Any]]:
    """What an address can be about, by parameter and name."""
    alice, gone = people["alice"], factories.person("gone")
    spaces = {state: _space(alice, state) for state in ("live", "scheduled", "ended")} | {"hidden": _space(gone, "live")}
    services.remove_person(seat=services.enter_space(person=people["dave"], space=spaces["live"]))
    tweet_ids = {thing: tweets.post_tweet(author=who, text="Hello").pk for thing, who in (("own", alice), ("hidden", gone))}
    keys = {"own": _picture(alice), "hidden": _picture(gone), "absent": "x" * 32}
    User.objects.filter(pk=gone.pk).update(is_active=False)
    links = {thing: Invite.objects.create(space=space, created_by=space.host, role="speaker") for thing, space in spaces.items()}
    reports = {thing: report(by, "person", "erin") for thing, by in (("own", alice), ("hidden", people["fred"]))}
    notices = {thing: _decision(people, who) for thing, who in (("own", "alice"), ("hidden", "fred"))}
    cases = {thing: case_about(people["charlie"], "person", handle) for thing, handle in (("own", "alice"), ("hidden", "mod"))}
    appeals = {"own": notices["own"].appeal, "hidden": notices["hidden"].appeal}
    Appeal.objects.filter(pk=appeals["hidden"].pk).update(first_decider=people["mod"])
    return {
        "muted_word_id": {"own": muting.mute_words(person=alice, words="rain", lifetime="forever").pk, "absent": ABSENT},
        "picture_kind": {"own": "avatar", "absent": "nothing"},
        "picture_key": keys,
        "width": {"own": 128, "hidden": 128, "absent": 128},
        "tweet_picture_key": {thing: _tweet_picture(tweet_id) for thing, tweet_id in tweet_ids.items()} | {"absent": "x" * 32},
        "size": dict.fromkeys(("own", "hidden", "absent"), "small"),
        "draft_id": {"own": Draft.objects.create(person=alice, fields={"text": ["Hello"]}).pk, "absent": ABSENT},
        "tweet_picture_id": {"own": TweetPicture.objects.create(owner=alice).pk, "absent": ABSENT},
        "kind": dict.fromkeys(("own", "hidden", "absent"), "tweet"),
        "name": {**tweet_ids, "absent": ABSENT},
        "case_id": {**{thing: case.pk for thing, case in cases.items()}, "absent": ABSENT},
        "report_id": {**{thing: filed.pk for thing, filed in reports.items()}, "absent": ABSENT},
        "decision_id": {**{thing: notice.pk for thing, notice in notices.items()}, "absent": ABSENT},
        "appeal_id": {**{thing: appeal.pk for thing, appeal in appeals.items()}, "absent": ABSENT},
        "handle": {"own": "alice", "hidden": "gone", "absent": "nobody_at_all"},
        "tweet_id": {**tweet_ids, "absent": ABSENT},
        "space_id": {**{thing: space.pk for thing, space in spaces.items()}, "absent": ABSENT},
        "invite_id": {**{thing: link.pk for thing, link in links.items()}, "absent": ABSENT},
        **_ways_in(alice),
        "token": {**{thing: link.token for thing, link in links.items()}, "absent": "x" * 32},
    }


def _ways_in(person: User) -> dict[str, dict[str, Any]]:
    """An app for codes, a log-in elsewhere, an archive, and the keys of letters, which nobody holds."""
    things: dict[str, dict[str, Any]] = {"key": {"own": "x-y", "absent": "x-y"}, "uidb36": {"own": "x", "absent": "x"}}
    rows = {
        "pk": TOTP.activate(person, "JBSWY3DPEHPK3PXP").instance,
        "log_in_id": UserSession.objects.create(user=person, ip="192.0.2.1", session_key="x" * 32),
        "archive_id": Archive.objects.create(person=person, asked_at=timezone.now() - timedelta(2), state=Archive.State.READY),
    }
    return {**things, **{parameter: {"own": row.pk, "absent": ABSENT} for parameter, row in rows.items()}}


def _picture(person: User) -> str:
    picture = Picture.objects.create(person=person, kind=Picture.Kind.AVATAR, state=Picture.State.READY)
    default_storage.save(picture.path_at(128), ContentFile(b"webp"))
    return picture.key


def _tweet_picture(tweet_id: int) -> str:
    picture = TweetPicture.objects.create(tweet_id=tweet_id, state=TweetPicture.State.READY)
    default_storage.save(picture.path_at("small"), ContentFile(b"webp"))
    return picture.key


def _decision(people: dict[str, Any], who: str) -> Decision:
    """A warning that somebody else than mod decided, with an appeal against it."""
    case = case_about(people["gina"], "person", who)
    facts = {"action": "warn", "rule": "other", "facts": "You did."}
    decision = decisions.decide(case=case, moderator=people["erin"], **facts)
    decisions.appeal(decision=decision, text="I did not.")
    return decision


def _space(host: User, state: str) -> Space:
    now = timezone.now()
    if state == "live":
        return services.start_space(host=host, title="Live", announce=False)
    if state == "scheduled":
        return services.schedule_space(host=host, title="Later", scheduled_for=now + timedelta(hours=2))
    return Space.objects.create(host=host, title="Over", started_at=now, ended_at=now)


# ---- Pages -----------------------------------------------------------------------------------------------------------


def pages(resolver: Any = None) -> Iterator[Any]:
    """Every page. Django's admin counts as one and is not among them."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            yield entry
        elif entry.namespace != "admin":
            yield from pages(entry)


def address_of(name: str, thing: str, things: dict[str, dict[str, Any]]) -> str:
    parameters = re.findall(r"<(?:\w+:)?(\w+)>", next((str(page.pattern) for page in pages() if page.name == name), ""))
    return reverse(name, kwargs={parameter: things[parameter][thing] for parameter in parameters})


def ask(person: User | None, method: str, address: str) -> Any:
    """The answer of the site; whatever it changed is taken back."""
    client = Client(raise_request_exception=False)
    cache.clear()  # how often people may try is no matter here
    with transaction.atomic():
        if person:
            client.force_login(person)
        answer = client.generic(method, address, urlencode(FORM), "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer


def in_short(answer: Any) -> str:
    is_elsewhere = answer.status_code in (301, 302, 303)
    return f"to {resolve(answer.url.split('?')[0]).view_name}" if is_elsewhere else str(answer.status_code)


def test_every_page_and_method_is_listed(people, things):
    known = {(page.name, method) for page in pages() for method in METHODS if _knows(page, method, people["alice"], things)}
    listed = {(name, method) for name, rows in matrix(*METHODS).items() for method, _thing in rows}
    assert listed == known | {("admin:index", "GET")}


def _knows(page: Any, method: str, owner: User, things: dict[str, dict[str, Any]]) -> bool:
    """Whether a page answers to a method: a class says so itself, a function is asked."""
    if hasattr(page.callback, "view_class"):
        return hasattr(page.callback.view_class, method.lower())
    thing = "live" if {"space_id", "token"} & set(re.findall(r"\w+", str(page.pattern))) else "own"
    return ask(owner, method, address_of(page.name, thing, things)).status_code != 405


@pytest.mark.parametrize("name", matrix(*METHODS))
def test_pages(people, things, name):
    expected, answers, faces = matrix(*METHODS)[name], {}, defaultdict(set)
    for method, thing in expected:
        address = address_of(name, thing, things)
        asked = {who: ask(people[who], method, address) for who in PEOPLE}
        answers[method, thing] = {who: in_short(answer) for who, answer in asked.items()}
        for who, answer in asked.items():
            if answer.status_code == 404:
                faces[who, method].add(face(answer, address))
    assert answers == expected
    assert {asking: len(alike) for asking, alike in faces.items() if len(alike) > 1} == {}  # absent or forbidden: who can tell?


def face(answer: Any, address: str) -> str:
    """All of an answer but what differs from one to the next: tokens, the address that was asked for, and where it lies."""
    body = answer.content.decode().replace(address, "ADDRESS").replace(quote(address), "ADDRESS")
    body = body.replace(' aria-current="page"', "")
    body = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": ?)"\w+"', r"\1", body)
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
    return f"{answer.status_code} {headers} {sorted(answer.cookies)} {body}"


# ---- Sockets ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def this_host(settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]


def test_every_socket_is_listed():
    assert set(matrix("WS")) == {route.name for route in websocket_urlpatterns}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", matrix("WS"))
async def test_sockets(this_host, people, things, name):
    expected, answers = matrix("WS")[name], {}
    for row in expected:
        path = f"/live/spaces/{things['space_id'][row[1]]}/" if name == "live_space" else OTHER_SOCKETS[name]
        answers[row] = {who: await knock(people[who], path) for who in PEOPLE}
    assert answers == expected


async def knock(person: User | None, path: str) -> str:
    """What a new connection meets: the name of its close, or nothing that would keep it from being open."""
    guest = Guest(person, ABSENT)
    guest.path = path
    await guest.open()
    is_silent = path == "/live/tab/" and await guest.wire.receive_nothing(0.1)
    output = {"type": "websocket.send"} if is_silent else await guest.wire.receive_output(10)
    await guest.wire.disconnect()
    return "open" if output["type"] == "websocket.send" else CLOSES[output["code"]]


# ---- Commands --------------------------------------------------------------------------------------------------------


def test_every_command_is_listed():
    assert set(matrix("COMMAND")) == {"join", *ROW_COMMANDS, *ROOM_COMMANDS}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", matrix("COMMAND"))
async def test_commands(this_host, people, name):
    expected, answers = matrix("COMMAND")[name], {}
    for row in expected:
        answers[row] = {who: await obeyed(people, who, name, row[1]) for who in expected[row]}
    assert answers == expected


async def obeyed(people: dict[str, Any], who: str, command: str, target: str) -> str:
    """What somebody in a Space is answered. "Not found" is said in the same words whatever the reason."""
    space, persons = await asyncio.to_thread(_scene, people)
    guest = await Guest(people[who], space).__aenter__()
    await guest.tell(command, **DATA, **({"person": persons[target]} if target else {}))
    while True:
        output = await guest.wire.receive_output(10)
        if output["type"] == "websocket.close":
            return f"closed: {CLOSES[output['code']]}"
        message = json.loads(output.get("text") or "{}")
        if "reply" in message:
            await guest.wire.disconnect()
            assert message.get("code") != "not_found" or message["text"] == str(NotFound().text)
            return "ok" if message["ok"] else message["code"]


def _scene(people: dict[str, Any]) -> tuple[Space, dict[str, str | None]]:
    """A Space of alice's: bob speaks, charlie and erin listen, dave asks to speak, gina is invited, fred was removed, mod never came."""
    Space.objects.update(ended_at=timezone.now())
    space = services.start_space(host=people["alice"], title="Dawn chorus", announce=False)
    seats = {who: services.enter_space(person=people[who], space=space) for who in ("charlie", "bob", "dave", "erin", "fred")}
    for who in ("bob", "dave"):
        stage.raise_hand(seat=seats[who])
    stage.bring_to_stage(seat=seats["bob"])
    services.remove_person(seat=seats["fred"])
    invitations.invite_to_stage(host=space.host, space=space, person=people["gina"])
    cast = {"host": "alice", "speaker": "bob", "asking": "dave", "listener": "erin", "removed": "fred", "outside": "mod"}
    cast |= {"invited": "gina"}
    return space, {**{role: str(people[who].pk) for role, who in cast.items()}, "absent": str(ABSENT), "everybody": None}
