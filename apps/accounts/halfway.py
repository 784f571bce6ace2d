"""What a session keeps of somebody who proved who they are and is not in: waiting for a second step, shut out, or coming back.

It holds for as long as the way in they proved: a new password, and whatever else ends every log-in, ends this too.
"""

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from apps.accounts.models import User

_PROVED = "proved"


def keep(request: HttpRequest, person: User) -> None:
    """Notes by what `person` just proved who they are."""
    request.session[_PROVED] = person.get_session_auth_hash()


def holds(request: HttpRequest, person: User) -> bool:
    """Whether what `person` proved in this session still opens anything."""
    return constant_time_compare(request.session.get(_PROVED, ""), person.get_session_auth_hash())
