"""How a page asks that something be deleted."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused


def check_asks_to_delete(request: HttpRequest) -> None:
    """DELETE does; POST, which is what plain forms can send, does so only with `delete` in it. Raises Refused: nothing_asked."""
    if request.method != "DELETE" and "delete" not in request.POST:
        raise Refused("nothing_asked", _("This can be deleted, but not changed."))
