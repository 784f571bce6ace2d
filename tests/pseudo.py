"""A language that nobody speaks and everybody can read: accented, in brackets, two fifths longer. Where plain letters are left, a word was not
translatable; where a page breaks, it will break in German.

Made as it is asked for, so that no file of it can grow old.
"""

import math
import re

from django.utils.translation import trans_real

OPENS, CLOSES = "⟦", "⟧"
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACCENTED = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&#?\w+;")  # what is filled in, and markup
_MORE = " öñé ţŵö ţĥŕéé ƒöûŕ ƒîṽé"
_CONTEXT = "\x04"  # between the context of a text and the text, as gettext has it
LONGER = 0.4


def pseudo(text: str) -> str:
    """`text` in that language; what is blank stays so."""
    text = text.partition(_CONTEXT)[2] or text
    if not text.strip():
        return text
    spoken, position = [], 0
    for kept in _KEPT.finditer(text):
        spoken += [text[position : kept.start()].translate(_ACCENTS), kept[0]]
        position = kept.end()
    spoken.append(text[position:].translate(_ACCENTS))
    more = math.ceil(LONGER * len(_KEPT.sub("", text).strip()))
    return OPENS + "".join(spoken) + (_MORE * math.ceil(more / len(_MORE)))[:more].rstrip() + CLOSES


def speak_in(language: str) -> None:
    """From now on all that this process says in `language` is said like that."""
    translation = trans_real.DjangoTranslation
    gettext, ngettext = translation.gettext, translation.ngettext

    def one(self: trans_real.DjangoTranslation, text: str) -> str:
        return pseudo(text) if self.language() == language else gettext(self, text)

    def some(self: trans_real.DjangoTranslation, singular: str, plural: str, number: int) -> str:
        if self.language() == language:
            return pseudo(singular if number == 1 else plural)
        return ngettext(self, singular, plural, number)

    translation.gettext, translation.ngettext = one, some
