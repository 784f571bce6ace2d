"""Fleets: the bar, the creator, one after the other on the whole screen, who has seen them, whose are muted."""

from typing import Any, cast
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core.deleting import check_asks_to_delete
from apps.core.errors import NotFound, Refused
from apps.core.pages import page_of
from apps.core.refusing import refused
from apps.fleets import access, services
from apps.fleets.bar import bar_of, next_in
from apps.fleets.forms import fleet_in
from apps.fleets.models import LENGTH_LIMIT, Fleet, FleetMute
from apps.fleets.shared import card_at, with_cards
from apps.graph.access import may_write
from apps.spaces.pages import live_or_next_for

REACTIONS = ("❤️", "😂", "😮", "😢", "👏", "🔥")
_LISTED = 50  # people on a page

# ---- The bar, and saying something -----------------------------------------------------------------------------------


@require_safe
@login_required
def now(request: HttpRequest) -> HttpResponse:
    """The bar on top of Home anew, when somebody said something, or a Space began or ended."""
    viewer = cast(User, request.user)
    return render(request, "fleets/_now.html", {"bar": bar_of(viewer), "spaces": live_or_next_for(viewer)})


@require_safe
@login_required
def new_fleet(request: HttpRequest) -> HttpResponse:
    """The creator; `share` is the address of a Tweet or a Space that it begins with."""
    return render(request, "fleets/new.html", _creating(request, card_path=request.GET.get("share", "")))


def _creating(request: HttpRequest, **typed: Any) -> dict[str, Any]:
    card = card_at(request.user, typed["card_path"]) if typed.get("card_path") else None
    about = {"papers": Fleet.Paper.choices, "limit": LENGTH_LIMIT, "sent_as": uuid4(), "paper": Fleet.Paper.ROSE}
    return {**about, **typed, "card": card, "card_path": typed["card_path"] if card else ""}


@require_POST
@login_required
def fleets(request: HttpRequest) -> HttpResponse:
    """Posts a Fleet. What was typed outlives a refusal."""
    try:
        given = fleet_in(request.POST)
        fleet = services.post_fleet(author=cast(User, request.user), **given)
    except Refused as refusal:
        if not request.accepts("text/html"):
            raise
        typed = {name: request.POST.get(name, "") for name in ("text", "card_path")}
        return refused(request, "fleets/new.html", _creating(request, **typed), refusal)
    return redirect("home") if request.accepts("text/html") else JsonResponse({"id": str(fleet.pk)}, status=201)


# ---- Looking ---------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def fleets_by(request: HttpRequest, handle: str) -> HttpResponse:
    """All that a person says today, for the viewer, which tells what of it was shown; for a browser alone, the first that was not seen."""
    viewer = cast(User, request.user)
    said = list(access.fleets_by(viewer, handle))
    if not request.htmx:  # type: ignore[attr-defined]
        answer: HttpResponse = redirect(_first(said))
    else:
        answer = render(request, "fleets/_slides.html", _showing(viewer, said, _first(said)))
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@login_required
def fleet(request: HttpRequest, fleet_id: int) -> HttpResponse:
    """GET shows one, which is to have seen it. DELETE, or POST with `delete` from a plain form, takes your own back."""
    viewer = cast(User, request.user)
    if request.method in ("POST", "DELETE"):
        return _delete(request, access.own_fleet(viewer, fleet_id))
    about = access.fleet_for(viewer, fleet_id)
    services.see_fleet(person=viewer, fleet=about)
    said = list(access.fleets_by(viewer, about.author.handle))
    shown = next((one for one in said if one.pk == about.pk), None)
    if shown is None:  # its day ended between the two look-ups
        raise NotFound
    return render(request, "fleets/fleet.html", _showing(viewer, said, shown))


def _delete(request: HttpRequest, own: Fleet) -> HttpResponse:
    check_asks_to_delete(request)
    services.delete_fleet(fleet=own)
    return redirect("home") if request.accepts("text/html") else HttpResponse(status=204)


@require_POST
@login_required
def see_fleet(request: HttpRequest, fleet_id: int) -> HttpResponse:
    """It was shown."""
    viewer = cast(User, request.user)
    services.see_fleet(person=viewer, fleet=access.fleet_for(viewer, fleet_id))
    return HttpResponse(status=204)


def _first(said: list[Fleet]) -> Fleet:
    return next((one for one in said if not one.is_seen), said[0])


def _showing(viewer: User, said: list[Fleet], shown: Fleet) -> dict[str, Any]:
    author, place, time = shown.author, said.index(shown), timezone.now()
    for one in with_cards(viewer, said):
        one.lasts_ms = one.ms_left(time)
    following = next_in(bar_of(viewer), author)
    return {
        "author": author,
        "fleets": said,
        "fleet": shown,
        "before": said[place - 1] if place else None,
        "after": said[place + 1] if place + 1 < len(said) else None,
        "next_person": following,
        "is_own": author == viewer,
        "is_writable": may_write(viewer, author),
        "is_muted": FleetMute.objects.by(viewer).filter(muted=author).exists(),
        "reactions": REACTIONS,
        "client_id": uuid4(),
    }


@require_safe
@login_required
def fleet_seen_by(request: HttpRequest, fleet_id: int) -> HttpResponse:
    """Who has seen your own, the last ones first."""
    author = cast(User, request.user)
    shown = access.own_fleet(author, fleet_id)
    sightings = shown.sightings.told_to(author).select_related("person")
    page = page_of(sightings, before=request.GET.get("before"), size=_LISTED)
    context = {"fleet": shown, "page": page, "seen_count": sightings.count()}
    return render(request, "fleets/seen_by.html", context)


# ---- Not wanting to --------------------------------------------------------------------------------------------------


@require_http_methods(["POST", "DELETE"])
@login_required
def mute_fleets(request: HttpRequest, handle: str) -> HttpResponse:
    """POST takes a person's Fleets out of the bar; DELETE, or POST with `undo` from a plain form, brings them back."""
    person, is_undone = person_by_handle(request.user, handle), request.method == "DELETE" or "undo" in request.POST
    verb = services.unmute_fleets if is_undone else services.mute_fleets
    verb(muter=cast(User, request.user), muted=person)
    if not request.accepts("text/html"):
        return HttpResponse(status=204)
    return redirect(reverse("muted_fleets") if is_undone else reverse("home"))


@require_safe
@login_required
def muted_fleets(request: HttpRequest) -> HttpResponse:
    """Whose Fleets one muted."""
    mutes = FleetMute.objects.by(request.user).filter(muted__is_active=True).select_related("muted")
    page = page_of(mutes, before=request.GET.get("before"), size=_LISTED)
    people = [mute.muted for mute in page.items]
    return render(request, "fleets/muted_fleets.html", {"people": people, "before": page.before})
