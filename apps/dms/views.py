"""Messages: the inbox, a conversation, whom one may write to."""

from typing import Any, cast
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.core import cards, limits, text
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.core.refusing import refused
from apps.dms import access, pages, services
from apps.dms.forms import client_id_in
from apps.dms.models import LENGTH_LIMIT, Message
from apps.graph.access import may_reach
from apps.graph.models import Block
from apps.spaces.models import Space

_QUERY_LIMIT = 100  # characters


@require_safe
@login_required
def messages(request: HttpRequest) -> HttpResponse:
    """The conversations; with `q`, the people one could begin another with. `open` is the handle of the one on the screen."""
    viewer = cast(User, request.user)
    context: dict[str, Any] = {"inbox": pages.inbox_of(viewer, before=id_in(request.GET.get("before")) or 0)}
    context["open_handle"] = request.GET.get("open", "")
    is_list = request.htmx.target == "threads"  # type: ignore[attr-defined]
    if "q" in request.GET and not is_list:
        context |= _picker(request, viewer)
    response = render(request, "dms/_threads.html" if is_list else "dms/messages.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Part of a page: whom one may write to, those one wrote with last on top. Raises TooFast."""
    limits.check_pace(request, "lookups")
    return render(request, "dms/_people.html", _picker(request, cast(User, request.user)))


def _picker(request: HttpRequest, viewer: User) -> dict[str, Any]:
    query = text.cleaned(request.GET.get("q", ""))[:_QUERY_LIMIT]
    return {"query": query, "people": pages.people_for(viewer, query), "is_picking": True}


@require_safe
@login_required
def unread(request: HttpRequest) -> HttpResponse:
    """How many messages one has not seen."""
    return JsonResponse({"count": pages.unread_count(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conversation(request: HttpRequest, handle: str) -> HttpResponse:
    """GET shows what was said, which is to have seen it; with `before` or `after`, more of it. POST says something."""
    viewer = cast(User, request.user)
    person = access.person_to_write_to(viewer, handle)
    if request.method == "POST":
        return _send(request, viewer, person)
    if "after" in request.GET:
        return _newer(request, viewer, person)
    return _page(request, viewer, person)


def _newer(request: HttpRequest, viewer: User, person: User) -> HttpResponse:
    stretch = pages.stretch_after(access.side_for(viewer, person), id_in(request.GET.get("after")) or 0)
    return render(request, "dms/_newer.html", {"stretch": stretch, "person": person, "seen": _seen_by(person, viewer)})


def _page(request: HttpRequest, viewer: User, person: User, refusal: Refused | None = None, **typed: object) -> HttpResponse:
    """The page, or for its script only the messages before those it has."""
    side, page = access.side_for(viewer, person), "dms/conversation.html"
    stretch = pages.stretch_of(side, before=request.GET.get("before"))
    if request.htmx and "before" in request.GET:  # type: ignore[attr-defined]
        return render(request, "dms/_older.html", {"stretch": stretch, "person": person})
    if side and request.method == "GET" and not stretch.more:
        services.mark_read(side=side, read_to=stretch.last_id)
    context = {**_about(request, viewer, person), "stretch": stretch, **typed}
    response = refused(request, page, context, refusal) if refusal else render(request, page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _about(request: HttpRequest, viewer: User, person: User) -> dict[str, Any]:
    return {
        "person": person,
        "inbox": pages.inbox_of(viewer),
        "open_handle": person.handle,
        "seen": _seen_by(person, viewer),
        "live": Space.objects.visible_to(viewer).live().filter(host=person).first(),
        "is_blocked": Block.objects.by(viewer).filter(blocked=person).exists(),
        "is_reachable": services.may_message(viewer, person),
        "client_id": uuid4(),
        "limit": LENGTH_LIMIT,
        **_card_in(request.GET.get("card", ""), viewer),
    }


def _card_in(path: str, viewer: User) -> dict[str, Any]:
    """What is to be sent along, if it can be shown."""
    card = cards.cards_for(viewer, [path]).get(path)
    return {"card": card, "card_path": path} if card else {}


def _seen_by(person: User, viewer: User) -> object:
    """How far `person` has read what `viewer` wrote; nothing between people who do not reach each other."""
    return access.side_for(person, viewer) if may_reach(viewer, person) else None


def _send(request: HttpRequest, author: User, to: User) -> HttpResponse:
    """A script gets the message back, a plain form the conversation; a refused form keeps what was typed."""
    is_plain = request.accepts("text/html")
    typed, card_path = request.POST.get("text", ""), request.POST.get("card_path", "")
    try:
        client_id = client_id_in(request.POST, plain=is_plain)
        message = services.send_message(author=author, to=to, text=typed, client_id=client_id, card_path=card_path)
    except Refused as refusal:
        if not is_plain:
            raise
        return _page(request, author, to, refusal=refusal, typed=typed, **_card_in(card_path, author))
    return redirect("conversation", to.handle) if is_plain else _sent(request, author, message)


def _sent(request: HttpRequest, author: User, message: Message) -> HttpResponse:
    html = render_to_string("dms/_message.html", {"message": pages.shown(message, author)}, request)
    return JsonResponse({"id": str(message.pk), "html": html}, status=201)


@require_POST
@login_required
def read(request: HttpRequest, handle: str) -> HttpResponse:
    """One has seen everything up to the message with the id `to`."""
    side = access.own_side(cast(User, request.user), handle)
    services.mark_read(side=side, read_to=id_in(request.POST.get("to")) or 0)
    return HttpResponse(status=204)
