"""Tweets on other people's pages (oEmbed, https://oembed.com). Whoever asks, they get what a stranger may read."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.core.errors import NotFound, Refused
from apps.core.ids import id_in
from apps.core.places import absolute, own_path
from apps.tweets import access
from apps.tweets.models import Tweet

_WIDEST, _NARROWEST = 550, 220  # pixels; Twitter's
_KEPT_SECONDS = 3600


class _NotSpoken(Refused):
    status = 501

    def __init__(self) -> None:
        super().__init__("format_unknown", _("Linnet answers in JSON only."))


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """The Tweet at the address `url`, as HTML to be shown elsewhere. Raises NotFound for whatever a stranger may not read, and for addresses
    that are no Tweet of ours."""
    if request.GET.get("format", "json") != "json":
        raise _NotSpoken
    tweet = access.tweet_for(AnonymousUser(), _tweet_id_in(request.GET.get("url", "")))
    return JsonResponse(_rich(tweet, width=_width_in(request.GET.get("maxwidth"))))


def _tweet_id_in(address: str) -> object:
    try:
        match = resolve(own_path(address))
    except Resolver404:
        raise NotFound from None
    return match.kwargs["tweet_id"] if match.url_name == "tweet" else None


def _width_in(given: str | None) -> int:
    return max(_NARROWEST, min(_WIDEST, id_in(given) or _WIDEST))


def _rich(tweet: Tweet, *, width: int) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Linnet",
        "provider_url": absolute("/"),
        "url": absolute(tweet.get_absolute_url()),
        "author_name": tweet.author.name,
        "author_url": absolute(tweet.author.get_absolute_url()),
        "html": _as_html(tweet),
        "width": width,
        "height": None,
        "cache_age": _KEPT_SECONDS,
    }


def _as_html(tweet: Tweet) -> str:
    """Words only, without our style or script; what its author warns of stays behind the link."""
    words = mark_safe(escape(tweet.excerpt).replace("\n", "<br>"))  # noqa: S308 — escaped
    return format_html(
        '<blockquote class="linnet-tweet" cite="{0}"><p dir="auto">{1}</p>— {2} (@{3}) <a href="{0}">{4}</a></blockquote>',
        absolute(tweet.get_absolute_url()),
        words,
        tweet.author.name,
        tweet.author.handle,
        date_format(tweet.posted_at, "DATE_FORMAT"),
    )
