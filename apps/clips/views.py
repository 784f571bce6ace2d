"""Clips: sent, looked after until they are ready, heard, and put into the right words."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.clips import access, correcting, forms, playback, services, studio
from apps.clips.models import SOUNDS, Clip
from apps.core.errors import Refused


@require_POST
@login_required
def send_clip(request: HttpRequest) -> HttpResponse:
    """Takes a file; what is made of it can be used once it is ready."""
    clip = services.upload_clip(
        owner=cast(User, request.user),
        file=forms.file_in(request),
        language=forms.language_in(request),
        most_clips=forms.most_clips_in(request),
    )
    return JsonResponse({"id": str(clip.pk)}, status=201)


@require_http_methods(["GET", "HEAD", "DELETE"])
@login_required
def own_clip(request: HttpRequest, clip_id: int) -> HttpResponse:
    """GET tells its owner how far it is; DELETE takes back what is part of nothing yet."""
    person = cast(User, request.user)
    if request.method == "DELETE":
        services.take_out(clip=access.unused_clip(person, clip_id))
        return HttpResponse(status=204)
    return JsonResponse(_as_told(access.own_clip(person, clip_id)))


@require_safe
def player(request: HttpRequest, clip_id: int) -> HttpResponse:
    """What plays it, as a part of a page: anew, with what is known of it by now and addresses that hold."""
    return render(request, "clips/_player.html", {"clip": access.clip_for(request.user, clip_id)})


@require_safe
def sound(request: HttpRequest, clip_key: str, sound: str) -> HttpResponse:
    playback.check_address(request, clip_key)
    return playback.answer_with(request, access.sound_of(request.user, clip_key, sound), SOUNDS[sound])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def words(request: HttpRequest, clip_id: int) -> HttpResponse:
    """The captions of one's own clip, to be corrected."""
    clip = access.own_clip(cast(User, request.user), clip_id)
    if request.method != "POST":
        return render(request, "clips/words.html", {"clip": clip, "captions": _captions_of(clip)})
    typed = request.POST.getlist("caption")
    try:
        correcting.correct_words(clip=clip, captions=typed)
    except Refused as refusal:
        told = {"clip": clip, "captions": _captions_of(clip, typed), "refusal": refusal}
        return render(request, "clips/words.html", told, status=refusal.status)
    messages.success(request, _("The captions are saved."))
    return redirect(request.path)


def _captions_of(clip: Clip, typed: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What stands in the fields: what was typed, else what is known, else one for all of it."""
    known = [{"at": segment["start_ms"], "text": segment["text"]} for segment in clip.transcript] or [{"at": None, "text": ""}]
    if len(typed) == len(known):
        return [{**caption, "text": text} for caption, text in zip(known, typed, strict=True)]
    return known


def _as_told(clip: Clip) -> dict[str, Any]:
    parts = clip.all_parts if clip.is_ready else []
    return {
        "state": clip.state,
        "words": clip.words_state,
        "refusal": str(studio.REFUSALS.get(clip.refusal, "")),
        "parts": [{"id": str(part.pk), "duration_ms": part.duration_ms} for part in parts],
    }
