"""The index by which Tweets are found (`core/word_table.py`).

A Tweet's terms are those of its words, a mark, those of its other words, and behind one more mark its #hashtags, its @mentions and its
facets. Facets are terms as well (`¶by7`, by whom; `¶to7`, in answer to whom; `¶media`, `¶voice`, `¶space`), so that the index alone answers.
"""

from collections.abc import Iterable
from typing import Any

from apps.core import text
from apps.core.terms import terms_of
from apps.core.word_table import EVERY, Terms, WordTable, facet
from apps.tweets.models.searching import Searchable
from apps.tweets.questions import mark_term

__all__ = ["EVERY", "Terms", "facet", "keep", "newest", "repair", "terms_for"]

_SPACES = ("/spaces/", "/i/")
_TABLE = WordTable("tweets_searchable", "tweet_id", "tweets_search")

newest = _TABLE.newest
repair = _TABLE.repair


def keep(tweets: Iterable[Any]) -> None:
    """Makes `tweets` be found by what they say now, instead of what they said before."""
    rows = [Searchable(tweet_id=tweet.pk, terms=" ".join(terms_for(tweet))) for tweet in tweets]
    Searchable.objects.bulk_create(rows, update_conflicts=True, unique_fields=["tweet"], update_fields=["terms"])


def terms_for(tweet: Any) -> list[str]:
    """All terms of `tweet`, which may be a row as a migration has it."""
    marks = [*(f"#{tag}" for tag in text.tagged(tweet.text)), *(f"@{handle}" for handle in text.mentioned(tweet.text))]
    return [*terms_of(tweet.text), EVERY, *terms_of(tweet.other_words), EVERY, *map(mark_term, marks), *_facets(tweet)]


def _facets(tweet: Any) -> list[str]:
    return [
        facet("by", tweet.author_id),
        *([facet("to", tweet.answered_id)] if tweet.answered_id else []),
        *([facet("media")] if tweet.picture_count else []),
        *([facet("voice")] if getattr(tweet, "clip_id", None) else []),  # rows of older migrations know no sound
        *([facet("space")] if tweet.card_path.startswith(_SPACES) else []),
    ]
