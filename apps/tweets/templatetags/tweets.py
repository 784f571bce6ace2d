"""What templates ask about Tweets."""

from typing import Any
from uuid import uuid4

from django import template
from django.utils.translation import ngettext

from apps.accounts.models import Answerers
from apps.core import uploads
from apps.tweets.models import MOST_OPTIONS, MOST_PICTURES

register = template.Library()

_HOUR, _DAY = 60, 1440
_LENGTHS = (5, 30, _HOUR, 6 * _HOUR, _DAY, 3 * _DAY, 7 * _DAY)  # minutes; Mastodon's choice


@register.simple_tag
def answerers() -> list[tuple[str, Any]]:
    """Who may reply: each choice and its name."""
    return Answerers.choices


@register.simple_tag
def new_sending() -> str:
    """By what a composer is known when it sends the same once more."""
    return str(uuid4())


@register.simple_tag
def picture_limits() -> dict[str, int]:
    """How many pictures a Tweet has room for, and how large each may be."""
    return {"most": MOST_PICTURES, "largest": uploads.LARGEST, "largest_mb": uploads.LARGEST_MB}


@register.simple_tag
def poll_choices() -> dict[str, Any]:
    """The numbers of the answers, and for how long a poll may last."""
    return {"options": range(1, MOST_OPTIONS + 1), "lengths": [(minutes, _spoken(minutes)) for minutes in _LENGTHS]}


def _spoken(minutes: int) -> str:
    if minutes < _HOUR:
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    if minutes < _DAY:
        return ngettext("%d hour", "%d hours", minutes // _HOUR) % (minutes // _HOUR)
    return ngettext("%d day", "%d days", minutes // _DAY) % (minutes // _DAY)
