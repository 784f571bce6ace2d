"""Drafts and scheduled Tweets."""

import json
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.core.deleting import check_asks_to_delete
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.tweets import access, composed, drafts
from apps.tweets.models import Draft, Tweet, TweetPicture


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_drafts(request: HttpRequest) -> HttpResponse:
    """GET lists them; POST keeps what the composer holds."""
    person = cast(User, request.user)
    if request.method == "POST":
        return keep(request)
    scheduled = person.drafts.filter(scheduled_for__isnull=False).order_by("scheduled_for", "pk")
    kept = person.drafts.filter(scheduled_for=None).order_by("-kept_at", "-pk")
    return render(request, "tweets/drafts.html", {"scheduled": scheduled, "drafts": kept})


def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what was composed, until somebody goes on, or until its time has come."""
    person, fields = cast(User, request.user), dict(request.POST.lists())
    given = request.POST.get("scheduled_for", "")
    moment = drafts.moment_in(given) if given else None
    drafts.keep_draft(person=person, fields=fields, scheduled_for=moment, **sending_of(request))
    if request.accepts("text/html"):
        return redirect("drafts")
    return JsonResponse({"kept": "scheduled" if moment else "draft", "url": "/drafts/"}, status=201)


def sending_of(request: HttpRequest) -> dict[str, Any]:
    """Which sending of a composer this is, and which draft it was opened with. Raises Refused: bad_sent_as."""
    given = request.POST.get("sent_as", "")
    return {"sent_as": composed.sent_as(given, dict(request.POST.lists())), "draft_id": request.POST.get("draft")}


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@login_required
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """GET opens the composer with it; DELETE, or POST with `delete` from a plain form, deletes it."""
    person = cast(User, request.user)
    own = access.own_draft(person, draft_id)
    if request.method in ("POST", "DELETE"):
        check_asks_to_delete(request)
        drafts.drop_draft(draft=own)
        return redirect("drafts") if request.accepts("text/html") else HttpResponse(status=204)
    about = _about(person, own, alone="alone" in request.GET)
    return render(request, "tweets/draft.html", {"draft": own, "composed": _as_composed(own), **about})


def _about(person: User, draft: Draft, *, alone: bool) -> dict[str, Any]:
    """What it shows, answers and quotes, by id and as far as it is still there. What answers something that is gone goes out by itself
    only where its author said so (`alone`)."""
    told: dict[str, Any] = {"card_path": composed.first_of(draft.fields, "card_path")}
    for name in () if alone else ("in_reply_to", "quoted"):
        told[f"{name}_id"] = composed.first_of(draft.fields, name)
        told[name] = _tweet(person, told[f"{name}_id"])
    told["is_about_gone"] = any(told.get(f"{name}_id") and not told[name] for name in ("in_reply_to", "quoted"))
    return told


def _tweet(person: User, tweet_id: str) -> Tweet | None:
    try:
        return access.tweet_for(person, tweet_id)
    except NotFound:
        return None


def _clips_of(draft: Draft) -> list[dict[str, Any]]:
    spoken = composed.clips_by_text(draft.fields, len(draft.texts))
    return [{"id": given_id, "of": number} for number, given_id in enumerate(spoken) if given_id]


def _as_composed(draft: Draft) -> str:
    """As `static/js/lib/composed.js` has it."""
    keys: dict[int | None, str] = dict(TweetPicture.objects.filter(draft=draft).values_list("pk", "key"))
    shots = [shot for shot in composed.pictures_in(draft.fields) if id_in(shot.given_id) in keys]
    pictures = [{"id": shot.given_id, "key": keys[id_in(shot.given_id)], "alt": shot.alt, "of": shot.of} for shot in shots]
    told: dict[str, Any] = {
        "parts": draft.texts,
        "options": draft.fields.get("option", []),
        "pictures": pictures,
        "clips": _clips_of(draft),
    }
    for name, field in (("warning", "warning"), ("minutes", "poll_minutes"), ("circle", "replies_from")):
        told[name] = composed.first_of(draft.fields, field)
    later = draft.scheduled_for.isoformat() if draft.scheduled_for and not draft.refusal else ""
    told |= {"isSensitive": "is_sensitive" in draft.fields, "later": later}
    return json.dumps(told)
