"""Every page, asked by everybody with every method: `matrix.csv` says what they are answered."""

import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from apps.core import middleware
from tests.house.matrix import METHODS, Things, address_of, askers, matrix, pages

# What a form may hold, for whichever page wants some of it.
FORM = {"title": "Dawn chorus", "text": "Good morning", "name": "Somebody", "bio": "Sings", "theme": "dark"}
FORM |= {"role": "listener", "lifetime": "day", "uses": "10", "handle": "bob"}
FORM |= {"category": "other", "action": "warn", "facts": "You did.", "answer": "So be it."}
FORM |= {"seen": "0", "choice": "0", "delete": "1"}

# Whatever can be hidden, and so has a row of what never was. A key that came by letter is good or not, and nobody's.
NAMES_OF_THINGS = [name for name, rows in matrix(*METHODS).items() if any(thing == "absent" for _method, thing in rows)]


def ask(cookies: dict[str, str], method: str, address: str) -> Any:
    """The answer of the site; whatever it changed is taken back."""
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    cache.clear()  # how often people may try is no matter here, nor when they were last seen
    cache.set(f"seen:{cookies.get(settings.SESSION_COOKIE_NAME)}", True)
    with transaction.atomic():
        answer = client.generic(method, address, urlencode(FORM), "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer


def is_ones_own(answer: Any) -> bool:
    """Whether no cache between here and there may keep it, and a browser asks again before it shows it; but for pictures."""
    asked_again = answer.get("Content-Type") == "image/webp" or {"no-cache", "no-store"} & said_of_caches(answer)
    return bool(asked_again and {"private", "no-store"} & said_of_caches(answer))


def said_of_caches(answer: Any) -> set[str]:
    return {word.strip() for word in answer.get("Cache-Control", "").split(",")}


def in_short(answer: Any) -> str:
    is_elsewhere = answer.status_code in (301, 302, 303)
    return f"to {resolve(answer.url.split('?')[0]).view_name}" if is_elsewhere else str(answer.status_code)


@pytest.mark.django_db
def test_every_page_and_method_is_listed(house):
    known = {(page.name, method) for page in pages() for method in METHODS if _knows(page, method, house[1])}
    listed = {(name, method) for name, rows in matrix(*METHODS).items() for method, _thing in rows}
    assert listed == known | {("admin:index", "GET")}


def _knows(page: Any, method: str, things: Things) -> bool:
    """Whether a page answers to a method: a class says so itself, a function is asked."""
    if hasattr(page.callback, "view_class"):
        return hasattr(page.callback.view_class, method.lower())
    thing = "live" if {"space_id", "token"} & set(re.findall(r"\w+", str(page.pattern))) else "own"
    return ask({}, method, address_of(page.name, thing, things)).status_code != 405


@pytest.fixture
def plain_refusals(monkeypatch) -> None:
    """The page around a refusal costs more than all the rest. `test_absent_and_forbidden_look_alike` has it whole."""
    monkeypatch.setattr(
        middleware, "render", lambda _request, _page, context, status: HttpResponse(context["refusal"].code, status=status)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", matrix(*METHODS))
def test_what_everybody_is_answered(house, plain_refusals, name):
    cookies, things = house
    surprises = {}
    for (method, thing), expected in matrix(*METHODS)[name].items():
        address = address_of(name, thing, things)
        for who in askers((method, thing), expected):
            answer = ask(cookies[who], method, address)
            if in_short(answer) != expected[who]:
                surprises[method, thing, who] = f"{in_short(answer)}, not {expected[who]}"
            elif not is_ones_own(answer):
                surprises[method, thing, who] = f"others may keep it: {answer.get('Cache-Control')}"
    assert surprises == {}


def test_whatever_is_refused_is_held_against_what_never_was():
    """No page answers 404 about a thing unless it is also asked about one that never was."""
    refusing = {name for name, rows in matrix(*METHODS).items() for row in rows if row[1] and "404" in rows[row].values()}
    assert refusing - set(NAMES_OF_THINGS) == {"account_confirm_email"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES_OF_THINGS)
def test_absent_and_forbidden_look_alike(house, name):
    """Status, headers and body, byte by byte, of what never was and of what somebody may not know of."""
    cookies, things = house
    for (method, thing), expected in matrix(*METHODS)[name].items():
        who = next((who for who in ("charlie", "mallory", "nobody") if thing and expected[who] == "404"), None)
        if who and thing != "absent":
            absent, forbidden = (address_of(name, which, things) for which in ("absent", thing))
            assert face(ask(cookies[who], method, forbidden), forbidden) == face(ask(cookies[who], method, absent), absent)


def face(answer: Any, address: str) -> str:
    """All of an answer but what differs from one to the next: tokens, and the address that was asked for."""
    assert "Content-Length" not in answer.headers or int(answer.headers["Content-Length"]) == len(answer.content)
    body = answer.content.decode().replace(address, "ADDRESS").replace(quote(address), "ADDRESS")
    body = body.replace(' aria-current="page"', "")
    body = re.sub(r'((?:csrfmiddlewaretoken|sent_as)" value=|X-CSRFToken": ?)"[\w-]+"', r"\1", body)
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Content-Length")
    return f"{answer.status_code} {headers} {sorted(answer.cookies)} {body}"
