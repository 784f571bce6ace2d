"""By what messages are found."""

from django.db import models

from apps.dms.models.messages import Message


class SearchableMessage(models.Model):
    """The terms of a message and the one of its conversation, side by side as `word_index.py` makes them.

    The database keeps an index of them by itself: triggers and an FTS5 table in SQLite, a generated column in PostgreSQL (migration 0003).
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="searchable")
    terms = models.TextField()

    def __str__(self) -> str:
        return self.terms
