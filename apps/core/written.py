"""What people write, for those later apps that look over it. Whoever writes tells; who listens registered in their `apps.py`.

Told within the transaction that writes, so that a hearer's row stands or falls with what it is about.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused

type_of_hearer = Callable[[str, int], None]
type_of_adviser = Callable[[str, str, Any], bool]
_hearers: list[type_of_hearer] = []
_advisers: list[type_of_adviser] = []


def subscribe(hearer: type_of_hearer) -> None:
    """`hearer(kind, id)` is told of everything written; kinds are "tweet", "fleet", "person", "space" and "caption"."""
    _hearers.append(hearer)


def advise(adviser: type_of_adviser) -> None:
    """`adviser(kind, text, author)` answers whether the author should look at it once more."""
    _advisers.append(adviser)


def tell(kind: str, written_id: int) -> None:
    """Something new can be read, or changed."""
    for hearer in _hearers:
        hearer(kind, written_id)


def ask_first(kind: str, text: str, author: Any) -> None:
    """Raises Refused: review_first, if its author should look at `text` once more. What they then post anyway is posted."""
    if any(adviser(kind, text, author) for adviser in _advisers):
        raise Refused("review_first", _("Want to review this? It could hurt somebody. You can change it, or post it as it is."))
