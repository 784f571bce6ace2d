"""By what Tweets are found."""

from django.db import models

from apps.tweets.models.tweets import Tweet


class Searchable(models.Model):
    """The terms of a Tweet, side by side as `word_index.py` makes them.

    The database keeps an index of them by itself: triggers and an FTS5 table in SQLite, a generated column in PostgreSQL (migration 0005).
    It stands apart from the Tweet, whose row is read and counted on more often than it is searched.
    """

    tweet = models.OneToOneField(Tweet, models.CASCADE, primary_key=True, related_name="searchable")
    terms = models.TextField()

    def __str__(self) -> str:
        return self.terms
