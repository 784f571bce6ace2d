"""Pages of the ways in: the page of a link, the share sheet of a Space, the links and invitations of its host."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core.errors import Refused
from apps.spaces import access, invitations, invites, pages
from apps.spaces.forms import InviteForm
from apps.spaces.models import Invite, Seat

_GONE = ("space_ended", "invite_revoked", "invite_expired", "invite_used_up")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows where a link leads and uses nothing up; POST goes in by it."""
    shown = access.invite_for(request.user, token)
    response = _come_in(request, shown) if request.method == "POST" else _page(request, shown)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_required
def _come_in(request: HttpRequest, shown: Invite) -> HttpResponse:
    """A script gets the Space; a plain form its page, or this one again with the reason why not."""
    on_stage = request.POST.get("role") == Invite.Role.SPEAKER
    is_plain = request.accepts("text/html")
    try:
        invites.use_invite(person=cast(User, request.user), invite=shown, on_stage=on_stage)
    except Refused as refusal:
        if not is_plain:
            raise
        return _page(request, shown, refusal)
    return redirect(shown.space) if is_plain else JsonResponse({"space": pages.as_json(shown.space)})


def _page(request: HttpRequest, shown: Invite, refusal: Refused | None = None) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    fault = invites.fault_of(shown, person)
    context = {
        "invite": shown,
        "space": shown.space,
        "fault": fault,
        "stage_fault": invites.stage_fault_of(shown, person) if shown.is_for_stage and not fault else None,
        "refusal": refusal,
        "seat": Seat.objects.filter(space=shown.space, person=person, joined_at__isnull=False).first(),
        "on_stage": shown.space.seats.on_stage().filter(removed_at=None).select_related("person") if shown.space.is_live else [],
    }
    return render(request, "spaces/invite.html", context, status=_status(fault, refusal))


def _status(fault: Refused | None, refusal: Refused | None) -> int:
    if fault and fault.code in _GONE:
        return 410
    return refusal.status if refusal else 200


@require_safe
@login_required
def share_space(request: HttpRequest, space_id: int) -> HttpResponse:
    """The ways to bring others into a Space: a part of the page for the sheet, a page of its own without a script."""
    viewer = cast(User, request.user)
    space = access.space_for(viewer, space_id)
    is_for_sheet = request.htmx.target in ("space-share-body", "space-links")  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "space": space,
        "runs": access.runs(viewer, space),
        "address": request.build_absolute_uri(space.get_absolute_url()),
    }
    if context["runs"]:
        context |= {"links": pages.links_into(space), "form": InviteForm(), "site": request.build_absolute_uri("/")[:-1]}
    response = render(request, "spaces/_share_sheet.html" if is_for_sheet else "spaces/share.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require_POST
@login_required
def space_invites(request: HttpRequest, space_id: int) -> HttpResponse:
    """Makes a link."""
    host = cast(User, request.user)
    space = access.space_to_host(host, space_id)
    made = invites.make_invite(host=host, space=space, **InviteForm(request.POST).terms())
    if request.accepts("text/html"):
        return redirect("share_space", space.pk)
    return JsonResponse({"id": str(made.pk), "url": made.get_absolute_url()}, status=201)


@require_http_methods(["POST", "DELETE"])
@login_required
def space_invite(request: HttpRequest, space_id: int, invite_id: int) -> HttpResponse:
    """DELETE, or POST from a plain form, revokes a link."""
    access.invite_to_host(cast(User, request.user), space_id, invite_id).revoke()
    return redirect("share_space", space_id) if request.accepts("text/html") else HttpResponse(status=204)


@require_POST
@login_required
def space_invitations(request: HttpRequest, space_id: int) -> HttpResponse:
    """Invites somebody to the stage, in the Space or not."""
    host = cast(User, request.user)
    space = access.space_to_host(host, space_id)
    person = person_by_handle(host, request.POST.get("handle", ""))
    invitations.invite_to_stage(host=host, space=space, person=person)
    return redirect("share_space", space.pk) if request.accepts("text/html") else HttpResponse(status=204)
