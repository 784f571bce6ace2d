"""Pictures: sent, looked after and removed in the settings, and served to everybody."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import access, pictures
from apps.accounts.forms import CropForm
from apps.accounts.models import Picture, User
from apps.accounts.picture_line import reason_of
from apps.core import uploads

_KEPT_SECONDS = 31_536_000


@require_safe
def picture(request: HttpRequest, picture_key: str, width: int) -> HttpResponse:
    """A picture as we made it. What is under a key never changes, so browsers keep it; shared caches don't, for it may have to go."""
    response = HttpResponse(access.picture_bytes(picture_key, width), content_type="image/webp")
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@login_required
def own_picture(request: HttpRequest, picture_kind: str) -> HttpResponse:
    """GET: this picture in the settings, as it stands. POST sends another; DELETE, or POST with `undo` from a plain form, removes it."""
    person, which = cast(User, request.user), access.picture_kind(picture_kind)
    if request.method in ("GET", "HEAD"):
        return render(request, "accounts/_picture.html", {"picture": picture_as_set(person, which)})
    if request.method == "DELETE" or "undo" in request.POST:
        pictures.remove_picture(person=person, kind=which)
        return _answer(request, _("It is removed."), {"state": Picture.State.GONE})
    pictures.send_picture(person=person, kind=which, file=uploads.picture_in(request), crop=CropForm(request.POST).crop())
    return _answer(request, _("It is on its way: in a moment everybody sees it."), {"state": Picture.State.UPLOADED})


def picture_as_set(person: User, kind: str) -> dict[str, Any]:
    """What the settings show of a picture: the one others see, and what is being made of the last one sent."""
    standing = pictures.standing(person, Picture.Kind(kind))
    return {
        "kind": kind,
        "is_set": bool(getattr(person, kind)),
        "is_coming": bool(standing and standing.state in Picture.IN_THE_MAKING),
        "refusal": reason_of(standing) if standing else "",
        "largest": uploads.LARGEST,
        "largest_mb": uploads.LARGEST_MB,
    }


def _answer(request: HttpRequest, words: str, told: dict[str, Any]) -> HttpResponse:
    if not request.accepts("text/html"):
        return JsonResponse(told)
    messages.success(request, words)
    return redirect("profile_settings")
