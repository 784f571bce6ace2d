"""What people say in writing, and what others do with it."""

from apps.tweets.models.drafts import Draft
from apps.tweets.models.hashtags import Hashtag, Tagging
from apps.tweets.models.marks import Bookmark, Like, Pin, Retweet, RetweetQuerySet
from apps.tweets.models.pictures import ALT_LIMIT, MOST_PICTURES, TweetPicture, TweetPictureQuerySet
from apps.tweets.models.polls import FEWEST_OPTIONS, LONGEST, MOST_OPTIONS, OPTION_LIMIT, SHORTEST, Poll, Vote
from apps.tweets.models.searching import Searchable
from apps.tweets.models.trends import Trend
from apps.tweets.models.tweets import EDITABLE_FOR, LENGTH_LIMIT, STORED_LIMIT, WARNING_LIMIT, Tweet, TweetQuerySet, Version

__all__ = [
    "ALT_LIMIT",
    "EDITABLE_FOR",
    "FEWEST_OPTIONS",
    "LENGTH_LIMIT",
    "LONGEST",
    "MOST_OPTIONS",
    "MOST_PICTURES",
    "OPTION_LIMIT",
    "SHORTEST",
    "STORED_LIMIT",
    "WARNING_LIMIT",
    "Bookmark",
    "Draft",
    "Hashtag",
    "Like",
    "Pin",
    "Poll",
    "Retweet",
    "RetweetQuerySet",
    "Searchable",
    "Tagging",
    "Trend",
    "Tweet",
    "TweetPicture",
    "TweetPictureQuerySet",
    "TweetQuerySet",
    "Version",
    "Vote",
]
