"""What later apps know of what a browser would be woken for: whether somebody may still see it, and how much is unread with them.

They register in their `apps.py`. Asked when a push is sent, not when it is wished for: in between a Tweet is deleted, an account protected.
"""

from collections.abc import Callable

from apps.accounts.models import User
from apps.notifications.pages import unread_count

Sight = Callable[[User, User | None, str], bool]
Counter = Callable[[User], int]

_sights: dict[str, Sight] = {}
_counters: list[Counter] = [unread_count]


def register(prefix: str, is_open: Sight) -> None:
    """`is_open(person, actor, path)`: whether `person` may see, and be disturbed for, what lies at a `path` that begins with `prefix`."""
    _sights[prefix] = is_open


def is_open(person: User, actor: User | None, path: str) -> bool:
    """True for what no app registered for: pages of people, of whom the list of notifications decides."""
    return all(sight(person, actor, path) for prefix, sight in _sights.items() if path.startswith(prefix))


def register_counter(unread: Counter) -> None:
    """`unread(person)` counts in the number that the icon of the installed app bears."""
    _counters.append(unread)


def unread_by(person: User) -> int:
    return sum(count(person) for count in _counters)
