"""Home over what was read before: the same template, filled with nothing but dicts."""

import contextlib
import re
from collections.abc import Callable
from typing import Any
from unittest import mock

from django.db import models
from django.shortcuts import render
from django.template import Template
from django.test import Client
from django.test.utils import instrumented_test_render

from apps.tweets.models.tweets import MARKS


class Plain(dict[str, Any]):
    """A dict whose entries templates and tags may ask for as attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


_ASKED = ("get_absolute_url", "is_editable", "has_poll", "excerpt", "entry_id", "passed_on_by", "card", "is_answerable", *MARKS)
_POINTED_AT = ("author", "answered", "quoted", "poll", "host", "hashtag")
_NEW_EACH_TIME = re.compile(rb'name="(?:csrfmiddlewaretoken|sent_as)" value="[^"]*"')


def plain(thing: Any) -> Any:
    """What a template may ask of a row, answered beforehand."""
    if not isinstance(thing, models.Model):
        return thing
    found = Plain({field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}, pk=thing.pk)
    for name in (*_ASKED, "answers", "is_over", "votes_count"):
        if hasattr(thing, name):
            value = getattr(thing, name)
            found[name] = value() if callable(value) else plain(value)
    for name in _POINTED_AT:
        if thing._state.fields_cache.get(name):
            found[name] = plain(getattr(thing, name))
    if hasattr(thing, "avatar_at"):
        addresses = {width: thing.avatar_at(width) for width in (48, 128, 400)}
        found["avatar_at"] = addresses.__getitem__
        found["is_authenticated"] = True
    for name in ("hue", "initial", "is_staff", "is_followed", "is_asked", "is_fresh"):
        if hasattr(thing, name):
            found[name] = getattr(thing, name)
    return found


def prepared_home(client: Client) -> Callable[[], bytes]:
    """Draws the Home of whoever is logged in by `client`, again and again."""
    with mock.patch.object(Template, "_render", instrumented_test_render):  # it tells what the template was filled with
        answer = client.get("/")
    request, context = answer.wsgi_request, answer.context
    timeline, around = context["timeline"], context["around"]
    user = plain(request.user._wrapped if hasattr(request.user, "_wrapped") else request.user)
    told = Plain({**vars(timeline), "tweets": [plain(tweet) for tweet in timeline.tweets]})
    beside = Plain(
        live_spaces=[plain(one) for one in around.live_spaces],
        next_space=plain(around.next_space),
        people=[plain(one) for one in around.people],
        trends=[plain(one) for one in around.trends],
        unread_messages=around.unread_messages,
        unread_notifications=around.unread_notifications,
    )
    bar = context["bar"]()
    above = Plain(own=plain(bar.own), people=[plain(one) for one in bar.people], changes_in_ms=bar.changes_in_ms)
    expected = answer.content

    def draw() -> bytes:
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch("apps.home.templatetags.around.Around", return_value=beside))
            request.user = user
            return render(request, "home/home.html", {"timeline": told, "suggested": [], "bar": above}).content

    assert _NEW_EACH_TIME.sub(b"", draw()) == _NEW_EACH_TIME.sub(b"", expected)
    return draw
