"""What comes to people by itself: without those they muted, and without the words they do not want to meet."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.graph.models import Block, Follow, Mute, MutedWord


def muted_on_home(viewer: User) -> list[str]:
    """The words that `viewer` does not want to meet on Home; one query."""
    return list(MutedWord.objects.of(viewer).filter(on_home=True).values_list("words", flat=True))


def heard_by(viewer: User) -> QuerySet[Any, Any]:
    """Ids of those whom `viewer` follows and did not mute, and their own: by whom something may come to their Home. Who left is among
    them, since of them nothing can be read anyway."""
    followed = Follow.objects.by(viewer).exclude(followed__in=Mute.objects.by(viewer).values("muted"))
    return followed.values("followed").union(User.objects.filter(pk=viewer.pk).values("pk"))  # type: ignore[arg-type]


def unmuted_on_home(viewer: User, *, person: str, texts: Iterable[str], words: list[str] | None = None) -> Q:
    """What may come to the Home of `viewer`; `person` and `texts` are the fields of the filtered rows that say by whom and what.

    Their own words are never kept from them. `words` are those of `muted_on_home`; without them they are asked for here.
    """
    from_others = ~Q(**{person: viewer.pk})
    muted = Q(**{f"{person}__in": Mute.objects.by(viewer).values("muted")})
    words = muted_on_home(viewer) if words is None else words
    if words:
        muted = reduce(or_, (Q(**{f"{text}__iregex": _as_words(words)}) for text in texts), muted)
    return ~(from_others & muted)


def wants_to_hear(person: User, actor: User, text: str) -> bool:
    """Whether `person` wants to be told what `actor` did: neither they nor words of `text` are muted among notifications."""
    if Mute.objects.by(person).filter(muted=actor).exists():
        return False
    words = list(MutedWord.objects.of(person).filter(in_notifications=True).values_list("words", flat=True))
    return not (words and re.search(_as_words(words), text, re.IGNORECASE))


def _as_words(words: list[str]) -> str:
    """A pattern, the same to both databases, of any of these words standing for themselves: not "art" in "heart"."""
    return rf"(^|\W)({'|'.join(map(re.escape, words))})(\W|$)"


def unheard_by(person: User) -> list[str]:
    """The ids of those whom `person` blocked: in a Space of others their voices are not played to them. Nobody else learns it."""
    return [str(person_id) for person_id in Block.objects.by(person).values_list("blocked_id", flat=True)]
