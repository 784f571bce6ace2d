"""What happened, and how much of it is new."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.notifications import pages, services


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """The list; whoever opens it has read it."""
    person = cast(User, request.user)
    page = pages.told_to(person, before=request.GET.get("before"))
    response = render(request, "notifications/notifications.html", {"page": page})
    services.mark_read(person=person)
    return response


@require_safe
def unread(request: HttpRequest) -> JsonResponse:
    """How many are new."""
    return JsonResponse({"count": pages.unread_count(request.user)})
