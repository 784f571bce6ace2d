"""Several Tweets at once, each in answer to the one before: all of them, or none."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.clips.services import take_clips
from apps.core.errors import Refused
from apps.tweets.hashtags import make_known
from apps.tweets.models import Tweet
from apps.tweets.pictures import Chosen
from apps.tweets.services import post_tweet
from apps.tweets.wording import fits

LONGEST = 25  # Tweets


def check_length(texts: Sequence[object]) -> None:
    """Raises Refused: thread_too_long."""
    if len(texts) > LONGEST:
        raise Refused("thread_too_long", _("A thread has room for %d Tweets at once.") % LONGEST)


@transaction.atomic
def post_thread(
    *,
    author: User,
    texts: list[str],
    pictures: Sequence[Chosen] = (),
    clips: Sequence[object] = (),
    is_sensitive: bool = False,
    **first: Any,
) -> list[Tweet]:
    """Posts `texts` one below the other, each with its own of the `pictures` and of the `clips` (none, or as many), the former of which readers
    are asked about if `is_sensitive`; `first` is what else belongs to the first of them (`services.post_tweet`). What is said for longer than
    a clip has room for goes on in further Tweets, without words.

    Raises what `post_tweet` and `clips.services.take_clips` raise, saying of which Tweet; Refused: thread_too_long.
    """
    check_length(texts)
    make_known(text for text in texts if fits(text))
    tweets: list[Tweet] = []
    shown, spoken = pictures or [()] * len(texts), clips or [""] * len(texts)
    for number, (text, chosen, given_id) in enumerate(zip(texts, shown, spoken, strict=True), start=1):
        try:
            said, *further = take_clips(owner=author, given_id=given_id) if given_id else [None]
            check_length([*tweets, *texts[number - 1 :], *further])
            about = _below(tweets, first) if tweets else first
            tweets.append(post_tweet(author=author, text=text, pictures=chosen, is_sensitive=is_sensitive, clip=said, **about))
            for more in further:
                tweets.append(post_tweet(author=author, text="", clip=more, **_below(tweets, first)))
        except Refused as refusal:
            if len(texts) > 1:
                refusal.text = _("Tweet %(number)d of the thread: %(why)s") % {"number": number, "why": refusal.text}
            raise
    return tweets


def _below(tweets: list[Tweet], first: dict[str, Any]) -> dict[str, Any]:
    return {"in_reply_to": tweets[-1], "warning": tweets[0].warning, "is_reviewed": first.get("is_reviewed", True)}
