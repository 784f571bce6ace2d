"""What a tab may say on its socket besides what it shows. Later apps know what it means; they register here, in their `apps.py`.

It is of the moment: said seldom, kept nowhere, and lost without harm.
"""

from collections.abc import Callable

LONGEST = 100  # characters

Hearer = Callable[[int, str], None]

_hearers: dict[str, Hearer] = {}


def provide(name: str, heard: Hearer) -> None:
    """`heard(person_id, value)` is called in a thread when a tab says `{name: value}`, a text; it may read the database."""
    _hearers[name] = heard


def hearer_of(said: object) -> tuple[Hearer, str] | None:
    """Who hears it, and what; None for what nobody understands."""
    if not (isinstance(said, dict) and len(said) == 1):
        return None
    [(name, value)] = said.items()
    is_sound = isinstance(value, str) and len(value) <= LONGEST and name in _hearers
    return (_hearers[name], value) if is_sound else None
