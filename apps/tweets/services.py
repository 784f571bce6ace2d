"""Posting and deleting."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import Answerers, User
from apps.accounts.picture_line import withdraw
from apps.clips.models import Clip
from apps.clips.services import withdraw_clip
from apps.core import cards, written
from apps.core.errors import Refused
from apps.notifications import services as notifications
from apps.realtime import events, push
from apps.tweets import polls, replying, telling, word_index
from apps.tweets.counting import count, hold, take_turn
from apps.tweets.hashtags import note_hashtags
from apps.tweets.marks import check_may_pass_on
from apps.tweets.models import Poll, Tweet
from apps.tweets.pictures import Chosen, attach, chosen_by
from apps.tweets.wording import checked_text, checked_warning


@transaction.atomic
def post_tweet(
    *,
    author: User,
    text: str,
    card_path: str = "",
    is_reviewed: bool = True,
    in_reply_to: Tweet | None = None,
    quoted: Tweet | None = None,
    replies_from: str = "",
    warning: str = "",
    poll: tuple[list[str], object] | None = None,
    pictures: Chosen = (),
    is_sensitive: bool = False,
    clip: Clip | None = None,
    sent_as: UUID | None = None,
) -> Tweet:
    """Posts `text` for those who follow `author`; `card_path` is the internal address of what is shown below it,
    else the first link in `text` that leads to something with a card. `author` can read what they answer and quote.

    `warning` stands before all of it. `poll` are answers, and for how many minutes people vote.
    `pictures` were sent before (`pictures.send_picture`); with them it needs no words. `clip` is what is said in it,
    taken before (`clips.services.take_clips`), and needs no words either.
    `sent_as` is no other's of `author` (`sending.py`). `replies_from` is a name of `Answerers`; without it, what `author` chose for all they write. A reply follows its root.
    Raises Refused: restricted; tweet_empty, tweet_too_long, warning_too_long, card_unknown, answerers_unknown; poll_options, option_too_long,
    option_twice, poll_length, poll_alone, clip_alone; too_many_pictures, alt_too_long, picture_unknown, picture_not_ready; cant_reply; protected_tweet; review_first, unless its author has reviewed it. Raises NotFound if what it answers or quotes was deleted meanwhile. Raises TooFast past the limits on Tweets and polls.
    """
    restrictions.check_not_barred(author, restrictions.Restriction.Kind.FROZEN)
    about = {"has_pictures": bool(pictures), "has_clip": clip is not None, "is_quote": bool(quoted)}
    said = checked(text=text, warning=warning, poll=poll, **about)
    chosen = chosen_by(author, pictures)
    if in_reply_to:
        replying.check_may_reply(author, in_reply_to)
    if quoted:
        check_may_pass_on(author, quoted)
    if not is_reviewed:
        written.ask_first("tweet", said.text, author)
    take_turn(*(other.pk for other in (in_reply_to, quoted) if other))
    limits.spend(author, "tweets")
    if said.length:
        limits.spend(author, "polls")
    tweet = Tweet.objects.create(
        author=author,
        text=said.text,
        warning=said.warning,
        other_words="\n".join(
            [said.warning, *said.options, *(picture.alt for picture in chosen), *([clip.text] if clip else [])]
        ),
        clip=clip,
        card_path=cards.chosen(author, said.text, card_path),
        quoted=quoted,
        pictures=[picture.as_shown() for picture in chosen],
        picture_count=len(chosen),
        is_sensitive=is_sensitive,
        sent_as=sent_as,
        **_place_of(in_reply_to) if in_reply_to else {"replies_from": _answerers(author, replies_from)},
    )
    attach(tweet, chosen)
    note_hashtags([tweet])
    if said.length:
        Poll.objects.create(tweet=tweet, options=said.options, ends_at=tweet.posted_at + said.length)
    count(tweet.in_reply_to_id, reply_count=1)
    count(tweet.quoted_id, quote_count=1)
    word_index.keep([tweet])
    written.tell("tweet", tweet.pk)
    telling.tell_of_tweet(tweet)
    if not in_reply_to or in_reply_to.author == author:
        push.to_topic(events.by_author(author.pk), events.TweetPosted(tweet=str(tweet.pk), author=str(author.pk)))
    return tweet


@dataclass(frozen=True)
class Checked:
    """What somebody wants to post, as it is kept: `options` of a poll, and for how long people vote; None without a poll."""

    text: str
    warning: str
    options: list[str]
    length: timedelta | None


def checked(
    *,
    text: str,
    warning: str = "",
    poll: tuple[list[str], object] | None = None,
    has_pictures: bool = False,
    has_clip: bool = False,
    is_quote: bool = False,
) -> Checked:
    """What can be said of it before it is posted, whoever posts it and when.

    Raises Refused: tweet_empty, tweet_too_long, warning_too_long; poll_options, option_too_long, option_twice, poll_length, poll_alone, clip_alone.
    """
    options = polls.checked_options(poll[0]) if poll else []
    length = polls.checked_length(poll[1]) if poll and options else None
    if options and (is_quote or has_pictures):
        raise Refused("poll_alone", _("A Tweet with a poll has no pictures and quotes nothing."))
    if has_clip and (options or has_pictures):
        raise Refused("clip_alone", _("A Tweet with a recording has no pictures and no poll."))
    return Checked(checked_text(text, needs_words=not (has_pictures or has_clip)), checked_warning(warning), options, length)


def _place_of(in_reply_to: Tweet) -> dict[str, object]:
    root = replying.root_of(in_reply_to)
    place = {"in_reply_to": in_reply_to, "answered": in_reply_to.author, "replies_from": root.replies_from}
    return {**place, "root_id": in_reply_to.root_id or in_reply_to.pk}


def _answerers(author: User, chosen: str) -> str:
    if chosen and chosen not in Answerers.values:
        raise Refused("answerers_unknown", _("Choose who may reply: everyone, people you follow, or only people you mention."))
    return chosen or author.replies_from


@transaction.atomic
def delete_tweet(*, tweet: Tweet) -> None:
    """Takes a Tweet back, for everybody and for good; deleting twice is deleting once. Answers to it and quotes of it stay, and say that
    it is gone. Whose it is was checked by `access.own_tweet`."""
    if tweet.clip:
        withdraw_clip(clip=tweet.clip)  # first: whoever corrects its words holds the recording, then the Tweet
    if tweet.pk not in hold(tweet.pk, tweet.in_reply_to_id, tweet.quoted_id):
        return
    count(tweet.in_reply_to_id, reply_count=-1)
    count(tweet.quoted_id, quote_count=-1)
    withdraw(tweet.picture_rows.all())
    notifications.forget(path=tweet.get_absolute_url())
    tweet.delete()
