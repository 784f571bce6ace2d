"""Who may hear a clip: its owner, while it is part of nothing; then who may see what it is part of, which later apps know.

They register in their `apps.py`. Asked by query whenever sound is asked for: in between a Tweet is deleted, a Fleet over, somebody blocked.
"""

from collections.abc import Callable

from apps.clips.models import Clip
from apps.graph.access import Viewer

Answer = Callable[[Viewer, Clip], bool]
Hearer = Callable[[Clip], None]

_answers: list[Answer] = []
_hearers: list[Hearer] = []
_checks: list[Hearer] = []


def register(answer: Answer) -> None:
    """`answer(viewer, clip)`: whether `viewer` may see something of yours that `clip` is part of; False if it is part of nothing of yours."""
    _answers.append(answer)


def register_words(hearer: Hearer) -> None:
    """`hearer(clip)` is told, within the transaction that writes them, that the words of `clip` are known or were corrected."""
    _hearers.append(hearer)


def register_check(check: Hearer) -> None:
    """`check(clip)` raises Refused where its owner may not change what something of yours says."""
    _checks.append(check)


def check_may_correct(clip: Clip) -> None:
    """Raises Refused where its owner may not say anything else now in what `clip` is part of."""
    for check in _checks:
        check(clip)


def may_hear(viewer: Viewer, clip: Clip) -> bool:
    if clip.state != Clip.State.READY:
        return False
    if clip.used_at is None:
        return viewer.is_authenticated and clip.owner_id == viewer.pk
    return any(answer(viewer, clip) for answer in _answers)


def tell_of_words(clip: Clip) -> None:
    for hearer in _hearers:
        hearer(clip)
