"""What people do with the Tweets of others: like, retweet, bookmark; and pinning one's own. Each is done once, however often it is asked for."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.core.errors import Refused
from apps.notifications.models import Notification
from apps.tweets.counting import count, take_turn
from apps.tweets.models import Bookmark, Like, Pin, Retweet, Tweet
from apps.tweets.telling import notify, take_back


@transaction.atomic
def like_tweet(*, person: User, tweet: Tweet) -> None:
    """Likes; twice is once. Raises NotFound if it was deleted meanwhile; TooFast past the limit on likes."""
    take_turn(tweet.pk)
    if Like.objects.get_or_create(person=person, tweet=tweet)[1]:
        limits.spend(person, "likes")
        count(tweet.pk, like_count=1)
        notify(tweet.author, person, Notification.Kind.LIKE, tweet)


@transaction.atomic
def unlike_tweet(*, person: User, tweet: Tweet) -> None:
    """Takes back a like, if there is one."""
    take_turn(tweet.pk)
    if Like.objects.filter(person=person, tweet=tweet).delete()[0]:
        count(tweet.pk, like_count=-1)
        take_back(tweet.author, person, Notification.Kind.LIKE, tweet)


@transaction.atomic
def retweet(*, person: User, tweet: Tweet) -> None:
    """Passes it on to those who follow `person`; twice is once.

    Raises Refused: restricted; own_tweet; protected_tweet. Raises NotFound if it was deleted meanwhile; TooFast past the limits on Tweets.
    """
    restrictions.check_not_barred(person, restrictions.Restriction.Kind.FROZEN)
    check_may_pass_on(person, tweet)
    if tweet.author == person:
        raise Refused("own_tweet", _("This is your own Tweet. To bring it up again, quote it."))
    take_turn(tweet.pk)
    if Retweet.objects.get_or_create(person=person, tweet=tweet)[1]:
        limits.spend(person, "tweets")
        count(tweet.pk, retweet_count=1)
        notify(tweet.author, person, Notification.Kind.RETWEET, tweet)


@transaction.atomic
def undo_retweet(*, person: User, tweet: Tweet) -> None:
    """Takes back a retweet, if there is one."""
    take_turn(tweet.pk)
    if Retweet.objects.filter(person=person, tweet=tweet).delete()[0]:
        count(tweet.pk, retweet_count=-1)
        take_back(tweet.author, person, Notification.Kind.RETWEET, tweet)


def check_may_pass_on(person: User, tweet: Tweet) -> None:
    """Whether `person`, who can read `tweet`, may bring it before others. Raises Refused: protected_tweet."""
    if tweet.author.is_protected and tweet.author != person:
        raise Refused("protected_tweet", _("@%s shares their Tweets only with those they let in.") % tweet.author.handle)


@transaction.atomic
def keep_tweet(*, person: User, tweet: Tweet) -> None:
    """Keeps it among the bookmarks of `person`; nobody else learns of it. Raises NotFound if it was deleted meanwhile."""
    take_turn(tweet.pk)
    Bookmark.objects.get_or_create(person=person, tweet=tweet)


def drop_tweet(*, person: User, tweet: Tweet) -> None:
    """Not among their bookmarks any more."""
    Bookmark.objects.filter(person=person, tweet=tweet).delete()


@transaction.atomic
def pin_tweet(*, tweet: Tweet) -> None:
    """Stands first on its author's profile, instead of any other. Whose it is was checked by `access.own_tweet`.

    Raises NotFound if it was deleted meanwhile.
    """
    take_turn(tweet.pk)
    Pin.objects.update_or_create(person=tweet.author, defaults={"tweet": tweet})


def unpin_tweet(*, tweet: Tweet) -> None:
    """Stands where it belongs by its age."""
    Pin.objects.filter(tweet=tweet).delete()
