"""Not wanting to hear: people, and words."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core import text as texts
from apps.core.errors import Refused
from apps.graph.models import MUTED_WORDS_LIMIT, Mute, MutedWord
from apps.realtime import events, push

MOST_MUTED_WORDS = 200  # of one person: every page of Home is held against each
# For how long, by what the form calls it; Twitter's choices.
LIFETIMES: dict[str, timedelta | None] = {
    "day": timedelta(hours=24),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "forever": None,
}


@transaction.atomic
def mute(*, muter: User, muted: User) -> None:
    """`muter` is spared what `muted` says, and nobody else notices; muting twice is muting once. Raises Refused: self_mute."""
    if muter == muted:
        raise Refused("self_mute", _("You can't mute yourself."))
    Mute.objects.get_or_create(muter=muter, muted=muted)
    push.to_user(muter.pk, events.BlocksChanged())


@transaction.atomic
def unmute(*, muter: User, muted: User) -> None:
    """Takes back a mute, if there is one."""
    Mute.objects.by(muter).filter(muted=muted).delete()
    push.to_user(muter.pk, events.BlocksChanged())


@transaction.atomic
def mute_words(*, person: User, words: str, lifetime: str, on_home: bool = True, in_notifications: bool = True) -> MutedWord:
    """Spares `person` what has these words in it, whatever their case; the same words again replace how and for how long.

    `lifetime` is a name of LIFETIMES. Raises Refused: words_empty, words_too_long, unknown_lifetime, nowhere, too_many_words.
    """
    words = _good_words(words)
    if lifetime not in LIFETIMES:
        raise Refused("unknown_lifetime", _("Words are muted for 24 hours, 7 days, 30 days or for good."))
    if not (on_home or in_notifications):
        raise Refused("nowhere", _("Choose where you do not want to meet these words."))
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one at a time, so that they are counted right
    others = MutedWord.objects.of(person).exclude(words=words)
    if others.count() >= MOST_MUTED_WORDS:
        raise Refused("too_many_words", _("You mute %d words already. Take one back first.") % MOST_MUTED_WORDS)
    lasts = LIFETIMES[lifetime]
    how = {"on_home": on_home, "in_notifications": in_notifications, "until": timezone.now() + lasts if lasts else None}
    return MutedWord.objects.update_or_create(person=person, words=words, defaults=how)[0]


def unmute_words(*, muted_word: MutedWord) -> None:
    """Takes muted words back. Whose they are was checked by `access.own_muted_word`."""
    muted_word.delete()


def _good_words(words: str) -> str:
    words = " ".join(texts.cleaned(words).casefold().split())
    if texts.is_blank(words):
        raise Refused("words_empty", _("Say which word, phrase or hashtag."))
    if len(words) > MUTED_WORDS_LIMIT:
        raise Refused("words_too_long", _("Muted words have at most %d characters.") % MUTED_WORDS_LIMIT)
    return words
