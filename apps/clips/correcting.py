"""Setting right what the recogniser understood, or writing down what it could not."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.clips import hearing, telling
from apps.clips.models import Clip
from apps.core import text as texts
from apps.core.errors import Refused

LONGEST_TEXT = 2_000  # characters of one caption
_Words = Clip.Words


@transaction.atomic
def correct_words(*, clip: Clip, captions: Sequence[str]) -> None:
    """`captions` are said instead of those there are, one for each in their order; an empty one goes. Of a clip without words the one caption
    stands for all of it. Whose it is was checked by `access.own_clip`.

    Raises Refused: restricted; words_too_long; words_changed (there are not as many as its owner saw); words_not_ready. Raises TooFast past
    the limit on corrections.
    """
    if clip.owner:
        restrictions.check_not_barred(clip.owner, restrictions.Restriction.Kind.FROZEN)
        hearing.check_may_correct(clip)
    clip = Clip.objects.select_for_update().get(pk=clip.pk)
    if not clip.is_ready or clip.words_state == _Words.WAITING:
        raise Refused("words_not_ready", _("The captions are still being written. Wait a moment, then correct them."))
    segments = clip.transcript or [{"start_ms": 0, "end_ms": clip.duration_ms, "text": ""}]
    if len(segments) != len(captions):
        raise Refused("words_changed", _("These captions have changed meanwhile. Look at them once more, then save again."))
    said = [_one_line(caption) for caption in captions]
    clip.transcript = [{**segment, "text": text} for segment, text in zip(segments, said, strict=True) if text]
    clip.words_state = _Words.READY if clip.transcript else _Words.EMPTY
    clip.corrected_at = timezone.now()
    if clip.owner:
        limits.spend(clip.owner, "corrections")
    clip.save(update_fields=["transcript", "words_state", "corrected_at"])
    telling.tell(clip)
    hearing.tell_of_words(clip)


def _one_line(given: str) -> str:
    line = " ".join(texts.cleaned(given).split())
    if len(line) > LONGEST_TEXT:
        raise Refused("words_too_long", _("One caption has room for %d characters.") % LONGEST_TEXT)
    return "" if texts.is_blank(line) else line
