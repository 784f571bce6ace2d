"""Changing the words of a Tweet: for half an hour, and everybody may see what it said before."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import restrictions
from apps.core import cards, written
from apps.core.errors import Refused
from apps.tweets import telling, word_index
from apps.tweets.counting import take_turn
from apps.tweets.hashtags import note_changed_hashtags
from apps.tweets.models import Tweet, Version
from apps.tweets.wording import checked_text, checked_warning


@transaction.atomic
def edit_tweet(*, tweet: Tweet, text: str, warning: str = "", seen: int, is_reviewed: bool = True) -> None:
    """Puts `text` and `warning` in the place of what `tweet` says; the same again changes nothing. `seen` is how many versions there
    were when its author began to change it. Whose it is was checked by `access.own_tweet`.

    Raises Refused: restricted; tweet_empty, tweet_too_long, warning_too_long; too_late_to_edit; edited_elsewhere; review_first.
    Raises NotFound if it was deleted meanwhile.
    """
    restrictions.check_not_barred(tweet.author, restrictions.Restriction.Kind.FROZEN)
    text, warning = checked_text(text, needs_words=not (tweet.picture_count or tweet.clip_id)), checked_warning(warning)
    take_turn(tweet.pk)
    tweet.refresh_from_db()
    if (text, warning) == (tweet.text, tweet.warning):
        return
    _check_may_edit(tweet, seen)
    if not is_reviewed:
        written.ask_first("tweet", text, tweet.author)
    Version.objects.create(tweet=tweet, text=tweet.text, warning=tweet.warning)
    known = {person.pk for person in telling.mentioned_in(tweet.text)}
    tweet.text, tweet.warning, tweet.edited_at = text, warning, timezone.now()
    tweet.other_words = "\n".join([warning, *tweet.words_beside])
    tweet.card_path = cards.chosen(tweet.author, text, "") or tweet.card_path
    tweet.save(update_fields=["text", "warning", "other_words", "edited_at", "card_path"])
    note_changed_hashtags(tweet)
    word_index.keep([tweet])
    written.tell("tweet", tweet.pk)
    telling.tell_of_tweet(tweet, known=known)


def _check_may_edit(tweet: Tweet, seen: int) -> None:
    if not tweet.is_editable:
        raise Refused("too_late_to_edit", _("A Tweet can be changed for 30 minutes, and one with a poll not at all."))
    if tweet.versions.count() != seen:
        raise Refused("edited_elsewhere", _("You changed this Tweet in another window. Look at it once more, then save again."))
