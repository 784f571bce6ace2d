"""What must be in order before Linnet starts. Apps register their look in `apps.py`; `manage.py serve` has all of them look."""

from collections.abc import Callable

_looks: list[Callable[[], None]] = []


class NotReady(Exception):
    """Linnet can't start like this; the text tells an administrator what to do."""


def look_before_start(look: Callable[[], None]) -> None:
    """`look` is called once, when Linnet starts, and raises NotReady."""
    _looks.append(look)


def look_at_everything() -> None:
    """Raises NotReady."""
    for look in _looks:
        look()
