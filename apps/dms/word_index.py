"""The index by which messages are found (`core/word_table.py`): the terms of their words, and a facet that says in which conversation.

So the index alone answers what is asked of one conversation, or of all that somebody has; nobody else's are looked at.
"""

from collections.abc import Iterable
from typing import Any

from apps.core.terms import terms_of
from apps.core.word_table import Terms, WordTable, facet
from apps.dms.models import Message, SearchableMessage

_TABLE = WordTable("dms_searchablemessage", "message_id", "dms_search", most=0)
_PARTS_LIMIT = 20  # terms asked for


def keep(messages: Iterable[Message]) -> None:
    """Lets `messages` be found by what they say now, in writing and aloud."""
    rows = [SearchableMessage(message_id=message.pk, terms=terms_for(message)) for message in messages]
    SearchableMessage.objects.bulk_create(rows, update_conflicts=True, unique_fields=["message"], update_fields=["terms"])


def forget(message: Message) -> None:
    """Nobody finds it any more."""
    SearchableMessage.objects.filter(message=message.pk).delete()


def found(words: str, conversations: list[int], *, since: int, before: int, limit: int) -> list[int]:
    """The ids of the newest messages with all of `words` in these conversations, newest first, above the id `since` and below `before`."""
    terms = terms_of(words)[:_PARTS_LIMIT]
    if not (terms and conversations):
        return []
    asked: list[list[tuple[str, ...]]] = [[(term,)] for term in terms]
    asked.append([(facet("in", conversation),) for conversation in conversations])
    return _TABLE.newest(Terms(wanted=asked), since=since + 1, before=before, limit=limit)


def terms_for(message: Any) -> str:
    """All terms of `message`, which may be a row as a migration has it."""
    spoken = message.clip.text if message.clip_id else ""
    return " ".join([*terms_of(message.text), *terms_of(spoken), facet("in", message.conversation_id)])
