"""Small pictures of things that live in later apps, such as a Space in a Tweet or a message.

A Tweet stores the internal path of the thing; the app that owns the path registered, in its `apps.py`, who draws it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from apps.core import text as words
from apps.core.errors import Refused
from apps.core.places import is_ours

type_of_drawer = Callable[[Any, list[str]], Mapping[str, "Card"]]
_drawers: dict[str, type_of_drawer] = {}
_NO_MORE: Mapping[str, type_of_drawer] = MappingProxyType({})


@dataclass(frozen=True)
class Card:
    """A template and what it needs."""

    template: str
    context: dict[str, Any]


def register(prefix: str, draw: type_of_drawer) -> None:
    """`draw(viewer, paths)` answers for every path that begins with `prefix`, leaving out what the viewer may not see."""
    _drawers[prefix] = draw


def cards_for(viewer: Any, paths: Iterable[str], more: Mapping[str, type_of_drawer] = _NO_MORE) -> dict[str, Card]:
    """The cards of those `paths` that exist and that `viewer` may see; one look-up per kind, however many paths.

    `more` are drawers, by prefix, that only whoever asks knows of.
    """
    wanted = {path for path in paths if path}
    found: dict[str, Card] = {}
    for prefix, draw in {**_drawers, **more}.items():
        mine = sorted(path for path in wanted if path.startswith(prefix))
        if mine:
            found.update(draw(viewer, mine))
    return found


def path_in(text: str, more: Mapping[str, type_of_drawer] = _NO_MORE) -> str:
    """The internal path of the first link in `text` that leads to something of ours with cards; empty if there is none."""
    parts = (urlsplit(url) for url in words.links(text))
    prefixes = (*_drawers, *more)
    return next((part.path for part in parts if is_ours(part.hostname or "") and part.path.startswith(prefixes)), "")


def chosen(author: Any, text: str, asked: str, more: Mapping[str, type_of_drawer] = _NO_MORE) -> str:
    """The path whose card goes with what `author` writes: the one `asked` for, or else that of the first link in `text` that has one.

    Empty if there is none. Raises Refused: `card_unknown` for asking for what `author` may not see.
    """
    path = asked or path_in(text, more)
    if not path or cards_for(author, [path], more):
        return path
    if asked:
        raise Refused("card_unknown", _("There is nothing at that address that could be shown."))
    return ""
