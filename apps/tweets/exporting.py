"""What an archive holds of somebody's Tweets, and of what they did with those of others."""

from typing import Any

from apps.accounts.models import User
from apps.tweets.models import Bookmark, Draft, Like, Retweet, Tweet, Vote

_TOLD = (
    "id",
    "text",
    "warning",
    "pictures",
    "clip_id",
    "card_path",
    "posted_at",
    "edited_at",
    "in_reply_to_id",
    "quoted_id",
    "replies_from",
)


def tweets_of(person: User) -> list[Any]:
    """What they posted, oldest first."""
    return list(Tweet.objects.filter(author=person).order_by("pk").values(*_TOLD))


def likes_of(person: User) -> list[Any]:
    """Which Tweets they like; what these say is their authors'."""
    return list(Like.objects.filter(person=person).order_by("pk").values("tweet_id", "liked_at"))


def retweets_of(person: User) -> list[Any]:
    """Which Tweets they passed on."""
    return list(Retweet.objects.filter(person=person).order_by("pk").values("tweet_id", "retweeted_at"))


def bookmarks_of(person: User) -> list[Any]:
    """Which Tweets they keep."""
    return list(Bookmark.objects.filter(person=person).order_by("pk").values("tweet_id", "kept_at"))


def votes_of(person: User) -> list[Any]:
    """What they chose in which polls."""
    return list(Vote.objects.filter(person=person).order_by("pk").values("poll_id", "choice", "voted_at"))


def drafts_of(person: User) -> list[Any]:
    """What they did not post yet."""
    return list(Draft.objects.filter(person=person).order_by("pk").values("fields", "scheduled_for", "kept_at"))
