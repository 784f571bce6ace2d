"""What somebody does with a conversation of theirs, of either kind: let it in, delete it, mute it."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.models import User
from apps.dms import access, requests


@require_POST
@login_required
def accept_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Lets a request in."""
    side = access.side_in(cast(User, request.user), conversation_id)
    requests.accept(side=side)
    return redirect(side) if request.accepts("text/html") else HttpResponse(status=204)


@require_POST
@login_required
def delete_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Deletes it for oneself; out of a group one goes."""
    side = access.side_in(cast(User, request.user), conversation_id)
    was_request = side.accepted_at is None
    requests.delete(side=side)
    if not request.accepts("text/html"):
        return HttpResponse(status=204)
    return redirect("message_requests" if was_request else "messages")


@require_http_methods(["POST", "DELETE"])
@login_required
def mute_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """POST mutes; DELETE, or POST with `undo` from a plain form, takes it back."""
    side = access.side_in(cast(User, request.user), conversation_id)
    requests.mute(side=side, is_muted=not (request.method == "DELETE" or "undo" in request.POST))
    return redirect(side) if request.accepts("text/html") else HttpResponse(status=204)
