"""Who is told what becomes of a clip."""

from django.db import transaction

from apps.clips.models import Clip
from apps.realtime import events, push


def tell(clip: Clip) -> None:
    """Every tab of its owner; a page that missed it asks (`views.clip`)."""
    if clip.owner_id:
        push.to_user(clip.owner_id, events.ClipChanged(str(clip.pk), clip.state, clip.words_state))


def ask_for_words() -> None:
    """Somebody shall listen to what is ready, once the transaction is committed."""
    from apps.clips import tasks

    transaction.on_commit(tasks.transcribe_clips.delay, robust=True)
