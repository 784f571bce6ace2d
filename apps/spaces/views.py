"""Pages of Spaces: the list, one Space before, during and after, and the way to start one."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.core import cards
from apps.core.errors import NotFound, Refused
from apps.spaces import access, pages, services
from apps.spaces import captions as spoken
from apps.spaces.forms import ConsentForm, StartForm
from apps.spaces.models import Space


@require_http_methods(["GET", "HEAD", "POST"])
def spaces(request: HttpRequest) -> HttpResponse:
    """GET lists what is live, coming and lately over; POST starts one."""
    if request.method == "POST":
        return _start(request)
    context = {
        "live_spaces": pages.live_spaces_for(request.user),
        "upcoming_spaces": pages.upcoming_spaces_for(request.user),
        "ended_spaces": pages.ended_spaces_for(request.user),
    }
    return render(request, "spaces/spaces.html", context)


@login_required
def _start(request: HttpRequest) -> HttpResponse:
    host = cast(User, request.user)
    form = StartForm(request.POST)
    try:
        if form.is_later:
            space = services.schedule_space(host=host, scheduled_for=form.moment(), **form.about())
        else:
            space = services.start_space(host=host, **form.about())
    except Refused as refusal:
        return _not_started(request, refusal, **form.typed())
    return _started(request, space)


def _started(request: HttpRequest, space: Space) -> HttpResponse:
    if request.accepts("text/html"):
        return redirect(space)
    return JsonResponse({"space": pages.as_json(space)}, status=201)


def _not_started(request: HttpRequest, refusal: Refused, **typed: object) -> HttpResponse:
    """Keeps what was typed, and shows the way to the Space that stands in the way."""
    current = Space.objects.live().filter(host=cast(User, request.user)).first() if refusal.code == "already_hosting" else None
    if request.accepts("text/html"):
        context = {"refusal": refusal, "current": current, **typed}
        return render(request, "spaces/new.html", context, status=refusal.status)
    space = pages.as_json(current) if current else None
    return JsonResponse({"code": refusal.code, "text": str(refusal.text), "space": space}, status=refusal.status)


@require_safe
@login_required
def new_space(request: HttpRequest) -> HttpResponse:
    """The form to start one, for those without the dialog; whoever may not host reads why."""
    try:
        services.check_may_host(cast(User, request.user))
    except Refused as refusal:
        return render(request, "spaces/new.html", {"barred": refusal})
    return render(request, "spaces/new.html")


@require_safe
def space(request: HttpRequest, space_id: int) -> HttpResponse:
    """A Space as it stands: coming, live, or over and who took part."""
    shown = access.space_for(request.user, space_id)
    if shown.ended_at:
        return _ended(request, shown)
    on_stage = shown.seats.on_stage().filter(removed_at=None).select_related("person") if shown.is_live else []
    return render(request, "spaces/space.html", {"space": shown, "on_stage": on_stage})


@require_http_methods(["POST", "DELETE"])
@login_required
def announcement(request: HttpRequest, space_id: int) -> HttpResponse:
    """DELETE, or POST from a plain form, calls your own scheduled Space off."""
    host = cast(User, request.user)
    services.call_off_space(host=host, space=access.space_to_host(host, space_id))
    return redirect("spaces") if request.accepts("text/html") else HttpResponse(status=204)


@require_safe
def card(request: HttpRequest, space_id: int) -> HttpResponse:
    """The card of a Space anew, when it began or ended; `link` is that of the card that showed it, if it was posted by one."""
    path = request.GET.get("link") or access.space_for(request.user, space_id).get_absolute_url()
    shown = cards.cards_for(request.user, [path]).get(path)
    if shown is None or getattr(shown.context.get("space"), "pk", None) != space_id:
        raise NotFound
    return render(request, shown.template, shown.context)


def _ended(request: HttpRequest, shown: Space) -> HttpResponse:
    """The room asks for the people only, and shows them where it stood."""
    is_for_room = request.htmx.target == "space-ended"  # type: ignore[attr-defined]
    context = {"space": shown, "took_part": pages.who_took_part(shown)}
    return render(request, "spaces/_took_part.html" if is_for_room else "spaces/space.html", context)


@require_POST
@login_required
def start_space(request: HttpRequest, space_id: int) -> HttpResponse:
    """Opens your own scheduled Space."""
    host = cast(User, request.user)
    return _started(request, services.start_scheduled_space(host=host, space=access.space_to_host(host, space_id)))


@require_safe
@login_required
def captions(request: HttpRequest, space_id: int) -> HttpResponse:
    """What was said before a caption, for those who are there: one page of lines, oldest first."""
    seat = access.live_seat(cast(User, request.user), space_id)
    page = spoken.lines_before(seat.space, request.GET.get("before"))
    return JsonResponse({"lines": page.lines, "next": None if page.before is None else str(page.before)})


@require_POST
@login_required
def captions_consent(request: HttpRequest) -> HttpResponse:
    """The switch in Settings: whether what you say may be captioned."""
    form = ConsentForm(request.POST)
    form.is_valid()
    spoken.set_captioned(person=cast(User, request.user), agrees=form.cleaned_data["agrees"])
    return redirect("profile_settings")
