"""How often somebody may look for something within a minute.

Counted in the cache: what a restart forgets is worth a minute, and no row has to be written by who only reads. What people do is counted
where it is kept (`accounts/limits.py`).
"""

from ipaddress import ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.errors import TooFast

_MINUTE = 60  # seconds


def check_pace(request: HttpRequest, what: str) -> None:
    """Counts one more of `what`, which with `_in_minute` behind it is a name in settings.LIMITS, for who is logged in, or else for the
    visitor's address. Raises TooFast for the rest of a minute in which there were too many."""
    now = timezone.now().timestamp()
    who = request.user.pk or _place_of(request)
    key = f"pace:{what}:{who}:{int(now // _MINUTE)}"
    cache.add(key, 0, 2 * _MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # emptied a moment ago
        return
    if count > settings.LIMITS[f"{what}_in_minute"]:
        raise TooFast(_MINUTE - int(now % _MINUTE), _("You are searching very fast. You can go on in a minute."))


def _place_of(request: HttpRequest) -> str:
    """The visitor's address; of version 6 the part that one visitor has all of."""
    address = get_adapter().get_client_ip(request)
    return str(ip_network((address, 64), strict=False)) if ":" in address else address
