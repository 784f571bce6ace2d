"""An answer to a Fleet is a message to its author, with the Fleet as its card."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.models import User
from apps.core import text as texts
from apps.core.errors import Refused
from apps.dms.forms import client_id_in
from apps.dms.services import check_is_another, send_message
from apps.fleets.access import fleet_for


@require_POST
@login_required
def answer_fleet(request: HttpRequest, fleet_id: int) -> HttpResponse:
    """Sends `text`, or one `reaction`. Refused as any message is."""
    author, fleet = cast(User, request.user), fleet_for(request.user, fleet_id)
    check_is_another(author, fleet.author)
    text = request.POST.get("reaction") or request.POST.get("text", "")
    if texts.is_blank(text):  # the card alone would say nothing
        raise Refused("message_empty", _("A message needs words that can be seen."))
    is_plain = request.accepts("text/html")
    client_id = client_id_in(request.POST, plain=is_plain)
    message = send_message(author=author, to=fleet.author, text=text, client_id=client_id, card_path=fleet.get_absolute_url())
    return redirect("conversation", fleet.author.handle) if is_plain else JsonResponse({"id": str(message.pk)}, status=201)
