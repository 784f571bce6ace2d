"""Counts for those who have a Tweet on the screen (`realtime.watching`)."""

from collections import defaultdict

from apps.accounts.models import User
from apps.graph.access import readers_of
from apps.tweets.models import Tweet

Counts = dict[str, int]


def seen_by(person_id: int, tweet_ids: set[int]) -> dict[int, Counts]:
    """The counts of those that this person may read."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    tweets = Tweet.objects.visible_to(person).filter(pk__in=tweet_ids) if person else Tweet.objects.none()
    return {tweet.pk: _counts(tweet) for tweet in tweets}


def counted_for(watchers: dict[int, set[int]]) -> dict[int, tuple[Counts, set[int]]]:
    """Of each Tweet its counts, and which of these people may read it; a query for each author, however many watch."""
    by_author: defaultdict[User, list[Tweet]] = defaultdict(list)
    for tweet in Tweet.objects.filter(pk__in=watchers, removed_at=None).select_related("author"):
        by_author[tweet.author].append(tweet)
    found: dict[int, tuple[Counts, set[int]]] = {}
    for author, tweets in by_author.items():
        people = {person_id for tweet in tweets for person_id in watchers[tweet.pk]}
        readers = set(readers_of(author).filter(pk__in=people).values_list("pk", flat=True))
        found |= {tweet.pk: (_counts(tweet), {author.pk} if tweet.held_at else readers) for tweet in tweets}
    return found


def _counts(tweet: Tweet) -> Counts:
    """As the signs below a Tweet have them."""
    return {"replies": tweet.reply_count, "retweets": tweet.retweet_count + tweet.quote_count, "likes": tweet.like_count}
