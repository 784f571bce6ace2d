"""What a room says to somebody at its door. Asked where the sockets of the Space are, for only there is the room."""

from typing import cast

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.spaces import access, threshold
from apps.spaces.live.consumer import room_here

Present = tuple[list[str], list[str]]


@require_safe
@login_required
async def inside(request: HttpRequest, space_id: int) -> HttpResponse:
    """The card that is shown before one goes in; nothing for its host, who knows, and for whom there is no way in."""
    room = room_here(space_id)
    return await sync_to_async(_card)(request, space_id, room.present() if room else ([], []))


def _card(request: HttpRequest, space_id: int, present: Present) -> HttpResponse:
    viewer = cast(User, request.user)
    space = access.space_for(viewer, space_id)
    if access.runs(viewer, space) or not space.is_live or space.seats.filter(person=viewer, removed_at__isnull=False).exists():
        return HttpResponse(status=204)
    speaking, listening = present
    seen = threshold.look_inside(viewer=viewer, space=space, speaking=speaking, listening=listening)
    context = {"space": space, "inside": seen, "here_count": len(speaking) + len(listening)}
    return render(request, "spaces/_inside.html", context)
