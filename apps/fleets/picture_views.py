"""Pictures of Fleets: sent while one is being made, looked after until they are ready, served for a day."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.picture_line import reason_of
from apps.core import uploads
from apps.fleets import access, pictures
from apps.fleets.models import FleetPicture

_KEPT_SECONDS = 60  # by a browser, which asks again then: it may be over, held or taken back


@require_POST
@login_required
def send_fleet_picture(request: HttpRequest) -> HttpResponse:
    """Takes a file; what is made of it can be posted once it is ready."""
    picture = pictures.send_picture(owner=cast(User, request.user), file=uploads.picture_in(request))
    return JsonResponse({"id": str(picture.pk)}, status=201)


@require_http_methods(["GET", "HEAD", "DELETE"])
@login_required
def own_fleet_picture(request: HttpRequest, fleet_picture_id: int) -> HttpResponse:
    """GET tells how far it is; DELETE takes it out again."""
    picture = access.own_picture(cast(User, request.user), fleet_picture_id)
    if request.method == "DELETE":
        pictures.take_out(picture=picture)
        return HttpResponse(status=204)
    is_ready = picture.state == FleetPicture.State.READY
    return JsonResponse({"is_ready": is_ready, "key": picture.key if is_ready else "", "refusal": str(reason_of(picture))})


@require_safe
def fleet_picture(request: HttpRequest, fleet_picture_key: str, size: str) -> HttpResponse:
    """A picture as we made it, for who may see its Fleet at this second; no browser keeps it for longer than that holds."""
    picture = access.picture_for(request.user, fleet_picture_key)
    response = HttpResponse(access.bytes_of(picture, size), content_type="image/webp")
    fleet = getattr(picture, "fleet", None)
    lasts = min(_KEPT_SECONDS, fleet.ms_left(timezone.now()) // 1000) if fleet else _KEPT_SECONDS
    response["Cache-Control"] = f"private, max-age={lasts}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
