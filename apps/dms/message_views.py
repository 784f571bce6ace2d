"""What somebody does with one message, and the pictures of messages."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.picture_line import reason_of
from apps.core import uploads
from apps.dms import access, afterwards, pages, pictures
from apps.dms.models import REACTIONS, Message, MessagePicture
from apps.dms.talks import talk_in
from apps.tweets.picture_views import answer_with

_KEPT_SECONDS = 60  # by a browser, which asks again then: it may be taken back, or no longer theirs to see


@require_safe
@login_required
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Part of a page: the message as it is now, for who has it on the screen. Plain, it leads to its place in the conversation."""
    viewer = cast(User, request.user)
    found = access.message_or_tombstone(viewer, message_id)
    side = access.side_in(viewer, found.conversation_id)
    if not request.headers.get("HX-Request"):
        return redirect(f"{side.get_absolute_url()}?at={found.pk}#m{found.pk}")
    context: dict[str, Any] = {"message": pages.shown(found, side), "talk": talk_in(viewer, side), "reactions": REACTIONS}
    return render(request, "dms/_message.html", context)


@require_http_methods(["POST", "DELETE"])
@login_required
def message_reaction(request: HttpRequest, message_id: int) -> HttpResponse:
    """POST reacts with `emoji`; DELETE, or POST of the same once more from a plain form, takes it back."""
    viewer = cast(User, request.user)
    found = access.message_for(viewer, message_id)
    emoji = "" if request.method == "DELETE" or "undo" in request.POST else request.POST.get("emoji", "?")
    afterwards.react(person=viewer, message=found, emoji=emoji)
    return _back_to(request, viewer, found)


@require_POST
@login_required
def delete_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Deletes it for oneself, or with `for` as "everybody" for all."""
    viewer = cast(User, request.user)
    if request.POST.get("for") == "everybody":
        found = access.message_or_tombstone(viewer, message_id)
        afterwards.take_back(author=viewer, message=found)
    else:
        found = access.message_or_tombstone(viewer, message_id)
        afterwards.hide(person=viewer, message=found)
    return _back_to(request, viewer, found)


def _back_to(request: HttpRequest, viewer: User, found: Message) -> HttpResponse:
    if not request.accepts("text/html"):
        return HttpResponse(status=204)
    return redirect(access.side_in(viewer, found.conversation_id))


# ---- Pictures --------------------------------------------------------------------------------------------------------


@require_POST
@login_required
def send_message_picture(request: HttpRequest) -> HttpResponse:
    """Takes a file; what is made of it can be sent once it is ready."""
    picture = pictures.send_picture(owner=cast(User, request.user), file=uploads.picture_in(request))
    return JsonResponse({"id": str(picture.pk)}, status=201)


@require_http_methods(["GET", "HEAD", "DELETE"])
@login_required
def own_message_picture(request: HttpRequest, message_picture_id: int) -> HttpResponse:
    """GET tells how far it is; DELETE takes it out again."""
    picture = access.own_picture(cast(User, request.user), message_picture_id)
    if request.method == "DELETE":
        pictures.take_out(picture=picture)
        return HttpResponse(status=204)
    is_ready = picture.state == MessagePicture.State.READY
    return JsonResponse({"is_ready": is_ready, "key": picture.key if is_ready else "", "refusal": str(reason_of(picture))})


@require_safe
@login_required
def message_picture(request: HttpRequest, message_picture_key: str, size: str) -> HttpResponse:
    """A picture as we made it, for who may see what it belongs to."""
    response = answer_with(access.picture_bytes(cast(User, request.user), message_picture_key, size))
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    return response
