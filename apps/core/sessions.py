"""Sessions in the database, whose keys come from a cookie that anybody can write."""

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

_FIRST_KEY = "first_key"


class SessionStore(DatabaseSessionStore):
    """Asks the database only for keys as Django makes them: PostgreSQL fails on one with a NUL in it.

    A new key (after a log-in, after a change of password) leaves the first one in mind: open sockets know no other.
    """

    def cycle_key(self) -> None:
        if self.session_key:
            self.setdefault(_FIRST_KEY, self.session_key)
        super().cycle_key()

    def _validate_session_key(self, key: str | None) -> bool:
        known: bool = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(known) and str(key).isascii() and str(key).isalnum()


def first_key_of(session: SessionBase) -> str | None:
    """The key with which this session began."""
    key: str | None = session.get(_FIRST_KEY) or session.session_key
    return key
