"""Several Tweets at once, each in answer to the one before: all of them, or none."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet

LONGEST = 25  # Tweets


def check_length(texts: list[str]) -> None:
    """Raises Refused: thread_too_long."""
    if len(texts) > LONGEST:
        raise Refused("thread_too_long", _("A thread has room for %d Tweets at once.") % LONGEST)


@transaction.atomic
def post_thread(*, author: User, texts: list[str], **first: Any) -> list[Tweet]:
    """Posts `texts` one below the other; `first` is what else belongs to the first of them (`services.post_tweet`).

    Raises what `post_tweet` raises, saying of which Tweet; Refused: thread_too_long.
    """
    check_length(texts)
    tweets: list[Tweet] = []
    for number, text in enumerate(texts, start=1):
        try:
            above = (
                {"in_reply_to": tweets[-1], "warning": tweets[0].warning, "is_reviewed": first.get("is_reviewed", True)}
                if tweets
                else first
            )
            tweets.append(post_tweet(author=author, text=text, **above))
        except Refused as refusal:
            if len(texts) > 1:
                refusal.text = _("Tweet %(number)d of the thread: %(why)s") % {"number": number, "why": refusal.text}
            raise
    return tweets
