"""What a message can show as a card: Spaces and invitations into them as everywhere, and here also Tweets, profiles and groups.

A card is drawn for who reads it: of what is not open to them they see nothing, whoever sent it.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.core import cards
from apps.core.cards import Card
from apps.core.ids import id_in
from apps.dms.models import GroupLink, Message
from apps.graph.access import in_sight
from apps.tweets.access import tweets_for

_TWEET = re.compile(r"/tweets/([0-9]{1,18})/")
_PROFILE = re.compile(r"/@([A-Za-z0-9_]{2,15})/")
_LINK = re.compile(r"/g/([A-Za-z0-9_-]{32})/")


def chosen(author: User, text: str, asked: str) -> str:
    """The path whose card goes with `text`, as `core.cards.chosen` has it. Raises Refused: card_unknown."""
    return cards.chosen(author, text, asked, _DRAWERS)


def cards_for(viewer: User, paths: Iterable[str]) -> dict[str, Card]:
    """The cards of those `paths` that `viewer` may see; one look-up per kind."""
    return cards.cards_for(viewer, paths, _DRAWERS)


def with_cards(messages: list[Message], viewer: User) -> list[Message]:
    """The same messages, each with the `card` it shows."""
    found = cards_for(viewer, (message.card_path for message in messages if not message.is_gone))
    for message in messages:
        message.card = found.get(message.card_path)  # type: ignore[attr-defined]
    return messages


def number(given: object) -> int:
    """An id from outside; 0, which is nobody's, for what is none."""
    return id_in(given) or 0


def _draw_tweets(viewer: Any, paths: list[str]) -> dict[str, Card]:
    ids = {path: int(found[1]) for path in paths if (found := _TWEET.fullmatch(path))}
    tweets = {tweet.pk: tweet for tweet in tweets_for(viewer, [*ids.values()])}
    return {path: Card("dms/_tweet_card.html", {"tweet": tweets[pk]}) for path, pk in ids.items() if pk in tweets}


def _draw_profiles(viewer: Any, paths: list[str]) -> dict[str, Card]:
    handles = {path: found[1].lower() for path in paths if (found := _PROFILE.fullmatch(path))}
    people = User.objects.filter(in_sight(viewer)).annotate(lower=Lower("handle"))  # as their index has them
    known = {person.handle.lower(): person for person in people.filter(lower__in=handles.values())}
    return {path: Card("dms/_profile_card.html", {"person": known[name]}) for path, name in handles.items() if name in known}


def _draw_links(viewer: Any, paths: list[str]) -> dict[str, Card]:
    tokens = {found[1]: path for path in paths if (found := _LINK.fullmatch(path))}
    links = GroupLink.objects.working().filter(in_sight(viewer, "made_by"), token__in=tokens).select_related("group")
    return {tokens[link.token]: Card("dms/_group_card.html", {"link": link}) for link in links}


_DRAWERS = {"/tweets/": _draw_tweets, "/@": _draw_profiles, "/g/": _draw_links}
