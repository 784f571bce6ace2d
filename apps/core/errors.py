"""Every way Linnet says no: a stable code for programs, a sentence for people.

The middleware turns these into pages; the socket consumers into replies and close codes.
"""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule was broken. `code` is stable snake_case, `text` one sentence that a person can act on."""

    status = 422

    def __init__(self, code: str, text: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = text

    @property
    def headers(self) -> dict[str, str]:
        """What an answer over HTTP says beside it."""
        return {}

    def as_data(self) -> dict[str, object]:
        """What a program is told, over HTTP and sockets alike."""
        return {"code": self.code, "text": str(self.text)}


class NotFound(Refused):
    """There is no such thing, or it is not yours to know about: both answer alike."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not_found", _("There is nothing here, or it is not open to you."))


class Unstorable(Refused):
    """Something in what was sent cannot be kept by the database: a NUL, a number beyond its range."""

    def __init__(self) -> None:
        super().__init__("unstorable", _("There is something in this that cannot be kept, such as an invisible character."))


class Busy(Refused):
    """The database did not answer in time, or was just restarted; the same request is welcome in a moment."""

    status = 503

    def __init__(self) -> None:
        super().__init__("busy", _("Linnet was too busy for that. Try again."))


class TooFast(Refused):
    """A limit was passed; the same request is welcome after `retry_after` seconds."""

    status = 429

    def __init__(self, retry_after: int, text: object = _("That was too fast. Wait a moment and try again.")) -> None:
        super().__init__("too_fast", text)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}

    def as_data(self) -> dict[str, object]:
        return {**super().as_data(), "retry_after": self.retry_after}
