"""What a Fleet shares: a Tweet or a Space, as who looks at it may see it now."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core import cards
from apps.core.cards import Card
from apps.core.errors import Refused
from apps.fleets.models import Fleet, Viewer
from apps.tweets import access as tweets
from apps.tweets.marks import check_may_pass_on

_TWEET = re.compile(r"/tweets/([0-9]{1,18})/")
_SPACE = re.compile(r"/spaces/[0-9]{1,18}/")


def check_may_share(author: User, path: str) -> None:
    """Raises Refused: card_unknown for what `author` may not see, or what is neither a Tweet nor a Space; protected_tweet."""
    card = card_at(author, path)
    if card is None:
        raise Refused("card_unknown", _("There is nothing at that address that could be shown."))
    if "tweet" in card.context:
        check_may_pass_on(author, card.context["tweet"])


def card_at(viewer: Viewer, path: str) -> Card | None:
    """What `path` leads to, if that is a Tweet or a Space that `viewer` may see."""
    return cards_at(viewer, [path]).get(path)


def cards_at(viewer: Viewer, paths: Iterable[str]) -> dict[str, Card]:
    """The same of many; at most one look-up for Tweets and one for Spaces."""
    wanted = set(paths)
    ids = {int(match[1]): path for path in wanted if (match := _TWEET.fullmatch(path))}
    found_tweets = tweets.tweets_for(viewer, list(ids)) if ids else []
    found = {ids[tweet.pk]: Card("fleets/_shared_tweet.html", {"tweet": tweet}) for tweet in found_tweets}
    return found | cards.cards_for(viewer, filter(_SPACE.fullmatch, wanted))


def with_cards(viewer: Viewer, fleets: list[Fleet]) -> list[Any]:
    """The same Fleets, each with `card`: what it shares; None if that is nothing, or is not open to `viewer`."""
    found = cards_at(viewer, {fleet.card_path for fleet in fleets if fleet.card_path})
    for fleet in fleets:
        fleet.card = found.get(fleet.card_path)  # type: ignore[attr-defined]
    return fleets
