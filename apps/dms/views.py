"""Messages: the inbox, the requests, a conversation of two or a group, what is found, whom one may write to."""

from typing import Any, cast
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.core import limits, text
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.core.refusing import refused
from apps.dms import access, groups, pages, requests, services, shared
from apps.dms.forms import client_id_in, written_in
from apps.dms.models import LENGTH_LIMIT, MOST_PICTURES, REACTIONS, Conversation, Message, Side
from apps.dms.talks import Talk, talk_in, talk_with
from apps.graph.access import may_write
from apps.graph.models import Block
from apps.spaces.models import Space

_QUERY_LIMIT = 100  # characters

# ---- Lists -----------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def messages(request: HttpRequest) -> HttpResponse:
    """The conversations; with `q`, the people one could begin another with. `open` names the one on the screen (`Talk.key`)."""
    viewer = cast(User, request.user)
    before = id_in(request.GET.get("before")) or 0
    context = {**_inbox(viewer, before), "open_talk": request.GET.get("open", "")}
    is_list = request.htmx.target == "threads"  # type: ignore[attr-defined]
    if "q" in request.GET and not is_list:
        context |= _picker(request, viewer)
    response = render(request, "dms/_threads.html" if is_list else "dms/messages.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _inbox(viewer: User, before: int = 0) -> dict[str, Any]:
    return {"inbox": pages.inbox_of(viewer, before=before), "requests_count": requests.waiting_for(viewer)}


@require_safe
@login_required
def message_requests(request: HttpRequest) -> HttpResponse:
    """What people wrote whom one does not follow, and what has not been let in."""
    viewer = cast(User, request.user)
    waiting = pages.requests_of(viewer, before=id_in(request.GET.get("before")) or 0)
    is_list = request.htmx.target == "threads"  # type: ignore[attr-defined]
    context = {"inbox": waiting, "open_talk": "", "are_requests": True}
    response = render(request, "dms/_threads.html" if is_list else "dms/messages.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require_safe
@login_required
def find_messages(request: HttpRequest) -> HttpResponse:
    """Messages with the words `q`: in one's conversations, or in the one whose id is `in`. Raises TooFast."""
    limits.check_pace(request, "searches")
    viewer = cast(User, request.user)
    inside = access.side_in(viewer, request.GET["in"]) if request.GET.get("in") else None
    query = text.cleaned(request.GET.get("q", ""))[:_QUERY_LIMIT]
    found = pages.found_by(viewer, query, inside=inside, before=request.GET.get("before"))
    context = {"query": query, "found": found, "inside": talk_in(viewer, inside) if inside else None}
    return render(request, "dms/found.html", context)


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Part of a page: whom one may write to, those one wrote with last on top. Raises TooFast."""
    limits.check_pace(request, "lookups")
    return render(request, "dms/_people.html", _picker(request, cast(User, request.user)))


def _picker(request: HttpRequest, viewer: User) -> dict[str, Any]:
    query = text.cleaned(request.GET.get("q", ""))[:_QUERY_LIMIT]
    return {"query": query, "people": pages.people_for(viewer, query), "is_picking": True, "card_path": _card_asked(request)}


def _card_asked(request: HttpRequest) -> str:
    return request.GET.get("card", "")[:200]


@require_safe
@login_required
def unread(request: HttpRequest) -> HttpResponse:
    """How many messages one has not seen."""
    return JsonResponse({"count": pages.unread_count(request.user)})


# ---- A conversation --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conversation(request: HttpRequest, handle: str) -> HttpResponse:
    """GET shows what was said between two, which is to have seen it; with `before`, `after` or `at`, another part of it. POST says something."""
    viewer = cast(User, request.user)
    person = access.person_to_write_to(viewer, handle)
    return _answer(request, talk_with(viewer, person, access.side_for(viewer, person)), person)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def group(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The same in a group."""
    viewer = cast(User, request.user)
    side = access.side_in_group(viewer, conversation_id)
    return _answer(request, talk_in(viewer, side), side.conversation)


def _answer(request: HttpRequest, talk: Talk, to: User | Conversation) -> HttpResponse:
    if request.method == "POST":
        return _send(request, talk, to)
    if "after" in request.GET:
        return _newer(request, talk)
    return _page(request, talk)


def _newer(request: HttpRequest, talk: Talk) -> HttpResponse:
    """For the script of an open page what came after what it has; a plain link leads to a page of it."""
    stretch = pages.stretch_after(talk.side, id_in(request.GET.get("after")) or 0)
    if "page" in request.GET:
        return render(request, "dms/conversation.html", {**_about(request, talk), "stretch": stretch, "is_past": True})
    return render(request, "dms/_newer.html", {"stretch": stretch, "talk": talk, **_seen(talk), **_offered(talk)})


def _page(request: HttpRequest, talk: Talk, refusal: Refused | None = None, **typed: object) -> HttpResponse:
    """The page, or for its script only the messages before those it has."""
    page, is_past = "dms/conversation.html", "at" in request.GET
    at = id_in(request.GET.get("at")) or 0
    stretch = pages.stretch_around(talk.side, at) if is_past else pages.stretch_of(talk.side, before=request.GET.get("before"))
    if request.htmx and "before" in request.GET:  # type: ignore[attr-defined]
        return render(request, "dms/_older.html", {"stretch": stretch, "talk": talk, **_offered(talk)})
    is_looked_at = request.method == "GET" and request.htmx.target != "talk-bar"  # type: ignore[attr-defined]
    if talk.side and is_looked_at and not stretch.more and not talk.is_request:
        newest = talk.side.conversation.last_message_id or 0  # which may be one that is not shown to them
        services.mark_read(side=talk.side, read_to=max(newest, stretch.last_id))
    context = {**_about(request, talk), "stretch": stretch, "is_past": stretch.more, "at": at, **typed}
    response = refused(request, page, context, refusal) if refusal else render(request, page, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _about(request: HttpRequest, talk: Talk) -> dict[str, Any]:
    viewer, person = talk.viewer, talk.person
    return {
        "talk": talk,
        "person": person,
        **_inbox(viewer),
        "open_talk": talk.key,
        **_seen(talk),
        "knock_count": groups.knocks_at(talk.group).count() if talk.group and groups.keeps(viewer, talk.group) else 0,
        **_offered(talk),
        "live": Space.objects.visible_to(viewer).live().filter(host=person).first() if person else None,
        "is_blocked": bool(person) and Block.objects.by(viewer).filter(blocked=person).exists(),
        "is_reachable": person is None or may_write(viewer, person),
        "client_id": uuid4(),
        "limit": LENGTH_LIMIT,
        "most_pictures": MOST_PICTURES,
        **_card_in(request.GET.get("card", ""), viewer),
    }


def _offered(talk: Talk) -> dict[str, Any]:
    """What can be done with each message."""
    return {"reactions": REACTIONS, "may_answer": True}


def _card_in(path: str, viewer: User) -> dict[str, Any]:
    """What is to be sent along, if it can be shown."""
    card = shared.cards_for(viewer, [path]).get(path)
    return {"card": card, "card_path": path} if card else {}


def _seen(talk: Talk) -> dict[str, Any]:
    """How far the others have read what `talk.viewer` wrote, as far as they may know: of one, since when; of a group, who has read it all."""
    readers = pages.readers_of(talk.side)
    if not talk.is_group:
        return {"seen": readers[0] if readers else None, "seen_by": ""}
    newest = talk.side.conversation.last_message_id if talk.side else 0
    return {"seen": None, "seen_by": ", ".join(side.person.name for side in readers if side.read_to >= (newest or 0))}


def _send(request: HttpRequest, talk: Talk, to: User | Conversation) -> HttpResponse:
    """A script gets the message back, a plain form the conversation; a refused form keeps what was typed."""
    is_plain = request.accepts("text/html")
    written = written_in(request.POST)
    try:
        client_id = client_id_in(request.POST, plain=is_plain)
        message = services.send_message(author=talk.viewer, to=to, client_id=client_id, **written)
    except Refused as refusal:
        if not is_plain:
            raise
        return _page(request, talk, refusal=refusal, typed=written["text"], **_card_in(written["card_path"], talk.viewer))
    return redirect(talk.url) if is_plain else _sent(request, message)


def _sent(request: HttpRequest, message: Message) -> HttpResponse:
    side = Side.objects.select_related("person", "other").get(conversation=message.conversation_id, person=message.author_id)
    context = {"message": pages.shown(message, side), "talk": talk_in(side.person, side), "reactions": REACTIONS}
    html = render_to_string("dms/_message.html", context, request)
    return JsonResponse({"id": str(message.pk), "html": html}, status=201)


@require_POST
@login_required
def read(request: HttpRequest, handle: str) -> HttpResponse:
    """One has seen everything up to the message with the id `to`."""
    return _read(request, access.own_side(cast(User, request.user), handle))


@require_POST
@login_required
def read_group(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The same in a group."""
    return _read(request, access.side_in_group(cast(User, request.user), conversation_id))


def _read(request: HttpRequest, side: Side) -> HttpResponse:
    services.mark_read(side=side, read_to=id_in(request.POST.get("to")) or 0)
    return HttpResponse(status=204)
