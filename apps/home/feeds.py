"""Atom feeds (RFC 4287) of people and hashtags. Whoever asks, they get what a stranger may read."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.http import parse_http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.views import at_todays_handle
from apps.core.places import absolute, tag_uri
from apps.core.text import excerpt, rich_html
from apps.graph.access import person_open_to
from apps.tweets import hashtags
from apps.tweets.models import Tweet

_MOST = 20  # entries
_TITLE_LIMIT = 80  # characters
_STRANGER = AnonymousUser()


class _TweetFeed(Atom1Feed):
    """With the whole words of a Tweet beside its summary, and a time of the feed that does not move while nothing does."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": settings.BASE_URL}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["since"]


class _Tweets(Feed):
    """What feeds of Tweets have in common. A Tweet with a warning is only that warning."""

    feed_type = _TweetFeed

    def item_title(self, tweet: Tweet) -> str:
        return excerpt(tweet.excerpt, _TITLE_LIMIT) or _("Pictures")

    def item_description(self, tweet: Tweet) -> str:
        return _("Warning: %s") % tweet.warning if tweet.warning else rich_html(tweet.text)

    def item_extra_kwargs(self, tweet: Tweet) -> dict[str, Any]:
        return {"content": "" if tweet.warning else rich_html(tweet.text) + _pictures(tweet)}

    def item_link(self, tweet: Tweet) -> str:
        return absolute(tweet.get_absolute_url())

    def item_guid(self, tweet: Tweet) -> str:
        return tag_uri(tweet.posted_at, f"tweets/{tweet.pk}")

    def item_author_name(self, tweet: Tweet) -> str:
        return f"{tweet.author.name} (@{tweet.author.handle})"

    def item_author_link(self, tweet: Tweet) -> str:
        return absolute(tweet.author.get_absolute_url())

    def item_pubdate(self, tweet: Tweet) -> datetime:
        return tweet.posted_at

    def item_updateddate(self, tweet: Tweet) -> datetime:
        return tweet.edited_at or tweet.posted_at


def _pictures(tweet: Tweet) -> str:
    """Those that need no asking; of the others only what they show, in words."""
    if tweet.is_sensitive:
        return format_html_join("", "<p>{}</p>", ((picture["alt"],) for picture in tweet.pictures if picture["alt"]))
    addresses = ((absolute(f"/tweets/pictures/{picture['key']}/large.webp"), picture["alt"]) for picture in tweet.pictures)
    return format_html_join("", '<p><img src="{}" alt="{}"></p>', addresses)


class _OfPerson(_Tweets):
    def get_object(self, request: HttpRequest, handle: str) -> User:
        return person_open_to(_STRANGER, handle)

    def title(self, person: User) -> str:
        return f"{person.name} (@{person.handle})"

    def link(self, person: User) -> str:
        return absolute(person.get_absolute_url())

    def feed_url(self, person: User) -> str:
        return absolute(reverse("profile_feed", args=[person.handle]))

    def feed_guid(self, person: User) -> str:
        return tag_uri(person.joined_at, f"people/{person.pk}")

    def subtitle(self, person: User) -> str:
        return person.bio

    def feed_extra_kwargs(self, person: User) -> dict[str, Any]:
        return {"since": person.joined_at}

    def items(self, person: User) -> list[Tweet]:
        said = Tweet.objects.visible_to(_STRANGER).filter(author=person).opening()
        return list(said.select_related("author").order_by("-pk")[:_MOST])


class _OfHashtag(_Tweets):
    def get_object(self, request: HttpRequest, tag: str) -> str:
        return hashtags.name_of(tag)

    def title(self, name: str) -> str:
        return f"#{name} · Linnet"

    def link(self, name: str) -> str:
        return absolute(reverse("hashtag", args=[name]))

    def feed_url(self, name: str) -> str:
        return absolute(reverse("hashtag_feed", args=[name]))

    def feed_guid(self, name: str) -> str:
        return self.feed_url(name)

    def feed_extra_kwargs(self, name: str) -> dict[str, Any]:
        return {"since": datetime.fromisoformat("2026-01-01T00:00Z")}

    def items(self, name: str) -> list[Tweet]:
        return hashtags.tagged_with(name, _STRANGER).tweets[:_MOST]


def _answered(feed: Callable[..., HttpResponse], request: HttpRequest, **about: str) -> HttpResponse:
    """Nothing but a 304 to a reader who has it already."""
    response = feed(request, **about)
    response["ETag"] = quote_etag(sha256(response.content).hexdigest()[:32])
    known_since = response.headers.get("Last-Modified")
    last_modified = parse_http_date(known_since) if known_since else None
    answer = get_conditional_response(request, etag=response["ETag"], last_modified=last_modified, response=response)
    return answer or response


@require_safe
@at_todays_handle
def profile_feed(request: HttpRequest, handle: str) -> HttpResponse:
    """What a person began. Raises NotFound for who is protected, as for who is not there."""
    return _answered(_OfPerson(), request, handle=handle)


@require_safe
def hashtag_feed(request: HttpRequest, tag: str) -> HttpResponse:
    """The Tweets with a hashtag. Raises NotFound for what can be none."""
    return _answered(_OfHashtag(), request, tag=tag)
