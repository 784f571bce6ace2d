"""Several Tweets at once, each in answer to the one before: all of them, or none."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.tweets.hashtags import make_known
from apps.tweets.models import Tweet
from apps.tweets.pictures import Chosen
from apps.tweets.services import post_tweet
from apps.tweets.wording import fits

LONGEST = 25  # Tweets


def check_length(texts: list[str]) -> None:
    """Raises Refused: thread_too_long."""
    if len(texts) > LONGEST:
        raise Refused("thread_too_long", _("A thread has room for %d Tweets at once.") % LONGEST)


@transaction.atomic
def post_thread(
    *, author: User, texts: list[str], pictures: Sequence[Chosen] = (), is_sensitive: bool = False, **first: Any
) -> list[Tweet]:
    """Posts `texts` one below the other, each with its own of the `pictures` (none, or as many), which readers are asked about if `is_sensitive`; `first`
    is what else belongs to the first of them (`services.post_tweet`).

    Raises what `post_tweet` raises, saying of which Tweet; Refused: thread_too_long.
    """
    check_length(texts)
    make_known(text for text in texts if fits(text))
    tweets: list[Tweet] = []
    for number, (text, chosen) in enumerate(zip(texts, pictures or [()] * len(texts), strict=True), start=1):
        about = _below(tweets, first) if tweets else first
        try:
            tweets.append(post_tweet(author=author, text=text, pictures=chosen, is_sensitive=is_sensitive, **about))
        except Refused as refusal:
            if len(texts) > 1:
                refusal.text = _("Tweet %(number)d of the thread: %(why)s") % {"number": number, "why": refusal.text}
            raise
    return tweets


def _below(tweets: list[Tweet], first: dict[str, Any]) -> dict[str, Any]:
    return {"in_reply_to": tweets[-1], "warning": tweets[0].warning, "is_reviewed": first.get("is_reviewed", True)}
