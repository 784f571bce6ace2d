"""What an archive holds of somebody's Tweets and likes."""

from typing import Any

from apps.accounts.models import User
from apps.tweets.models import Like, Tweet


def tweets_of(person: User) -> list[Any]:
    """What they posted, oldest first."""
    return list(Tweet.objects.filter(author=person).order_by("pk").values("id", "text", "card_path", "posted_at"))


def likes_of(person: User) -> list[Any]:
    """Which Tweets they like; what these say is their authors'."""
    return list(Like.objects.filter(person=person).order_by("pk").values("tweet_id", "liked_at"))
