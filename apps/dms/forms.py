"""What a page sends along with a message. The rules of its text are in the services, where every door meets them."""

from uuid import UUID, uuid4, uuid5

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused


def client_id_in(form: QueryDict, *, plain: bool) -> UUID:
    """The id that the page gave the message. Raises Refused: bad_client_id.

    A plain form may be gone back to and sent with other words, so there the words belong to the id.
    """
    try:
        given = UUID(str(form["client_id"])) if form.get("client_id") else uuid4()
    except ValueError:
        raise Refused("bad_client_id", _("This page sent something Linnet did not understand. Reload it.")) from None
    return uuid5(given, str(form.get("text", ""))) if plain else given
