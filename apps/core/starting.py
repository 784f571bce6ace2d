"""What must be in order before Linnet starts. Apps register their look in `apps.py`; `manage.py serve` has all of them look."""

from collections.abc import Callable

_looks: list[Callable[[str | None], None]] = []


class NotReady(Exception):
    """Linnet can't start like this; the text tells an administrator what to do."""


def look_before_start(look: Callable[[str | None], None]) -> None:
    """`look(role)` is called once, when this role of Linnet starts (None: all of it), and raises NotReady."""
    _looks.append(look)


def look_at_everything(role: str | None) -> None:
    """Raises NotReady."""
    for look in _looks:
        look(role)
