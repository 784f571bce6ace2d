"""Following and blocking, from a page."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.graph import services


@require_http_methods(["POST", "DELETE"])
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """POST follows; DELETE, or POST with `undo` from a plain form, unfollows."""
    person = person_by_handle(request.user, handle)
    if request.method == "DELETE" or "undo" in request.POST:
        services.unfollow(follower=cast(User, request.user), followed=person)
    else:
        services.follow(follower=cast(User, request.user), followed=person)
    if request.accepts("text/html"):
        return redirect(person)
    return HttpResponse(status=204)


@require_http_methods(["POST", "DELETE"])
@login_required
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """POST blocks; DELETE, or POST with `undo` from a plain form, unblocks."""
    person = person_by_handle(request.user, handle)
    if request.method == "DELETE" or "undo" in request.POST:
        services.unblock(blocker=cast(User, request.user), blocked=person)
    else:
        services.block(blocker=cast(User, request.user), blocked=person)
    return redirect(person) if request.accepts("text/html") else HttpResponse(status=204)
