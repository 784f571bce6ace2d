"""Groups: making one, who is in it, what it is called, and the links into it."""

from typing import Any, cast
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core import text
from apps.core.errors import Refused
from apps.core.refusing import refused, told
from apps.dms import access, groups, links, pages
from apps.dms.forms import LinkForm, client_id_in
from apps.dms.models import GROUP_NAME_LIMIT, MOST_MEMBERS, GroupLink, Side
from apps.dms.talks import talk_in

_GONE = ("link_revoked", "link_expired", "link_used_up")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_group(request: HttpRequest) -> HttpResponse:
    """GET offers whom one may choose; POST makes a group of the people `handle`. A refused form keeps what was chosen."""
    maker = cast(User, request.user)
    if request.method == "POST":
        return _make(request, maker)
    return render(request, "dms/new_group.html", _choice(request, maker))


def _make(request: HttpRequest, maker: User) -> HttpResponse:
    is_plain = request.accepts("text/html")
    try:
        people = access.people_to_add(maker, request.POST.getlist("handle"))
        made_as = client_id_in(request.POST, plain=is_plain)
        group = groups.make_group(maker=maker, people=people, name=request.POST.get("name", ""), made_as=made_as)
    except Refused as refusal:
        if not is_plain or refusal.status == 404:
            raise
        return refused(request, "dms/new_group.html", _choice(request, maker), refusal)
    return redirect(group) if is_plain else JsonResponse({"id": str(group.pk), "url": group.get_absolute_url()}, status=201)


def _choice(request: HttpRequest, maker: User) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    query = text.cleaned(request.GET.get("q", ""))[:100]
    chosen = access.people_in_sight(maker, asked.getlist("handle"))
    others = [person for person in pages.people_for(maker, query) if person not in chosen]
    return {
        "people": [*chosen, *others],
        "query": query,
        "chosen": [person.handle for person in chosen],
        "name": asked.get("name", ""),
        "name_limit": GROUP_NAME_LIMIT,
        "client_id": uuid4(),
    }


@require_safe
@login_required
def about_group(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Who is in it, and what can be done about that."""
    viewer = cast(User, request.user)
    return render(request, "dms/about_group.html", _about(request, viewer, access.side_in_group(viewer, conversation_id)))


def _about(request: HttpRequest, viewer: User, side: Side) -> dict[str, Any]:
    group = side.conversation
    keeper = groups.keeper_of(group)
    context: dict[str, Any] = {
        "talk": talk_in(viewer, side),
        "group": group,
        "side": side,
        "keeper": keeper.person if keeper else None,
        "members": [member.person for member in group.sides.select_related("person").order_by("pk")],
        "most_members": MOST_MEMBERS,
        "name_limit": GROUP_NAME_LIMIT,
        "query": text.cleaned(request.GET.get("q", ""))[:100],
    }
    if "q" in request.GET:
        inside = {member.pk for member in context["members"]}
        context["found"] = [person for person in pages.people_for(viewer, context["query"]) if person.pk not in inside]
    if keeper and keeper.person_id == viewer.pk:
        context |= {
            "links": group.links.filter(revoked_at=None).order_by("-pk"),
            "knocks": groups.knocks_at(group).select_related("person"),
            "form": LinkForm(),
            "site": request.build_absolute_uri("/")[:-1],
        }
    return context


def _done(request: HttpRequest, side: Side) -> HttpResponse:
    return redirect("about_group", side.conversation_id) if request.accepts("text/html") else HttpResponse(status=204)


@require_POST
@login_required
def group_people(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Adds the people `handle`."""
    viewer = cast(User, request.user)
    side = access.side_in_group(viewer, conversation_id)
    people = access.people_to_add(viewer, request.POST.getlist("handle"))
    groups.add_people(adder=viewer, group=side.conversation, people=people)
    return _done(request, side)


@require_http_methods(["POST", "DELETE"])
@login_required
def group_person(request: HttpRequest, conversation_id: int, handle: str) -> HttpResponse:
    """DELETE, or POST from a plain form, removes somebody."""
    viewer = cast(User, request.user)
    side = access.side_of_keeper(viewer, conversation_id)
    groups.remove_person(keeper=viewer, group=side.conversation, person=person_by_handle(viewer, handle))
    return _done(request, side)


@require_POST
@login_required
def group_name(request: HttpRequest, conversation_id: int) -> HttpResponse:
    viewer = cast(User, request.user)
    side = access.side_in_group(viewer, conversation_id)
    groups.name_group(person=viewer, group=side.conversation, name=request.POST.get("name", ""))
    return _done(request, side)


@require_http_methods(["POST", "DELETE"])
@login_required
def group_picture(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """POST lets the picture with the id `picture` stand for it; DELETE none."""
    viewer = cast(User, request.user)
    side = access.side_in_group(viewer, conversation_id)
    picture_id = "" if request.method == "DELETE" else request.POST.get("picture", "")
    groups.picture_group(person=viewer, group=side.conversation, picture_id=picture_id)
    return _done(request, side)


# ---- Links -----------------------------------------------------------------------------------------------------------


@require_POST
@login_required
def group_links(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Makes a link."""
    keeper = cast(User, request.user)
    side = access.side_of_keeper(keeper, conversation_id)
    made = links.make_link(keeper=keeper, group=side.conversation, **LinkForm(request.POST).terms())
    if request.accepts("text/html"):
        return _done(request, side)
    return JsonResponse({"id": str(made.pk), "url": made.get_absolute_url()}, status=201)


@require_http_methods(["POST", "DELETE"])
@login_required
def revoke_group_link(request: HttpRequest, conversation_id: int, link_id: int) -> HttpResponse:
    """DELETE, or POST from a plain form, revokes a link."""
    access.link_to_keep(cast(User, request.user), conversation_id, link_id).revoke()
    return redirect("about_group", conversation_id) if request.accepts("text/html") else HttpResponse(status=204)


@require_POST
@login_required
def answer_knock(request: HttpRequest, conversation_id: int, knock_id: int) -> HttpResponse:
    """Lets in who knocked if `answer` is "yes", and else does not."""
    keeper = cast(User, request.user)
    side = access.side_of_keeper(keeper, conversation_id)
    links.answer(keeper=keeper, group=side.conversation, knock_id=knock_id, is_welcome=request.POST.get("answer") == "yes")
    return _done(request, side)


@require_http_methods(["GET", "HEAD", "POST"])
def group_link(request: HttpRequest, link_token: str) -> HttpResponse:
    """GET shows where a link leads and uses nothing up; POST goes in by it, or knocks."""
    link = access.link_for(request.user, link_token)
    response = _come_in(request, link) if request.method == "POST" else _door(request, link)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_required
def _come_in(request: HttpRequest, link: GroupLink) -> HttpResponse:
    is_plain = request.accepts("text/html")
    try:
        is_in = links.use_link(person=cast(User, request.user), link=link)
    except Refused as refusal:
        if not is_plain:
            raise
        return _door(request, link, refusal)
    if not is_plain:
        return JsonResponse({"is_in": is_in, "url": link.group.get_absolute_url() if is_in else ""})
    return redirect(link.group if is_in else link)


def _door(request: HttpRequest, link: GroupLink, refusal: Refused | None = None) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    is_inside = person is not None and link.group.sides.filter(person=person).exists()
    fault = None if is_inside else links.fault_of(link, person)
    context = {
        "link": link,
        "fault": fault or refusal,
        "is_inside": is_inside,
        "has_knocked": person is not None and link.group.knocks.filter(person=person).exists(),
        "people_count": link.group.sides.count(),
    }
    if fault and fault.code in _GONE:
        return render(request, "dms/group_link.html", context, status=410)
    response = render(request, "dms/group_link.html", context, status=refusal.status if refusal else 200)
    return told(response, refusal) if refusal else response
