"""Sessions in the database, whose keys come from a cookie that anybody can write."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore


class SessionStore(DatabaseSessionStore):
    """Asks the database only for keys as Django makes them: PostgreSQL fails on one with a NUL in it."""

    def _validate_session_key(self, key: str | None) -> bool:
        known: bool = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(known) and str(key).isascii() and str(key).isalnum()
