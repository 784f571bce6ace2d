"""What people say in writing, and what others do with it."""

from apps.tweets.models.marks import Bookmark, Like, Pin, Retweet, RetweetQuerySet
from apps.tweets.models.tweets import LENGTH_LIMIT, STORED_LIMIT, Tweet, TweetQuerySet

__all__ = ["LENGTH_LIMIT", "STORED_LIMIT", "Bookmark", "Like", "Pin", "Retweet", "RetweetQuerySet", "Tweet", "TweetQuerySet"]
