"""Lists, from a page."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.accounts.views import at_todays_handle
from apps.core.deleting import check_asks_to_delete
from apps.core.errors import NotFound, Refused
from apps.core.refusing import refused
from apps.graph.access import person_in_sight, person_open_to
from apps.lists import access, reading, services
from apps.lists.models import List, ListFollow
from apps.tweets.views import timeline_page

# ---- Several ---------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def own_lists(request: HttpRequest) -> HttpResponse:
    """One's own Lists, and those one follows."""
    person = cast(User, request.user)
    context = {"lists": reading.lists_of(person, person), "followed": reading.followed_by(person)}
    return render(request, "lists/lists.html", context)


@require_safe
@at_todays_handle
def lists_by(request: HttpRequest, handle: str) -> HttpResponse:
    """The Lists of a person, as far as they are open to the reader."""
    person = person_open_to(request.user, handle)
    return render(request, "lists/lists_by.html", {"person": person, "lists": reading.lists_of(person, request.user)})


@require_safe
@login_required
@at_todays_handle
def listed(request: HttpRequest, handle: str) -> HttpResponse:
    """One's own Lists, each to put a person into or take them out of."""
    person, owner = person_in_sight(request.user, handle), cast(User, request.user)
    return render(request, "lists/listed.html", {"person": person, "lists": reading.own_lists_with(person, owner)})


# ---- One -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def one_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """GET shows its Tweets; DELETE, or POST with `delete` from a plain form, deletes one's own."""
    if request.method in ("POST", "DELETE"):
        return _delete(request, list_id)
    shown = access.list_for(request.user, list_id)
    timeline = reading.timeline_of_list(shown, request.user, before=request.GET.get("before"))
    return timeline_page(request, "lists/list.html", timeline, _about(request, shown))


@login_required
def _delete(request: HttpRequest, list_id: int) -> HttpResponse:
    own = access.own_list(cast(User, request.user), list_id)
    check_asks_to_delete(request)
    services.delete_list(lst=own)
    return redirect("lists") if request.accepts("text/html") else HttpResponse(status=204)


def _about(request: HttpRequest, shown: List) -> dict[str, Any]:
    mine = {"list": shown, "person": request.user.pk}
    return {
        "list": shown,
        "is_own": shown.owner_id == request.user.pk,
        "is_followed": ListFollow.objects.filter(**mine).exists(),
        "is_in_it": shown.listings.filter(person=request.user.pk).exists(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_list(request: HttpRequest) -> HttpResponse:
    """GET asks for a name; POST makes the List. What was typed stays if it is refused."""
    if request.method != "POST":
        return render(request, "lists/edit.html", {"told": {}})
    try:
        made = services.create_list(owner=cast(User, request.user), **_told(request))
    except Refused as refusal:
        return refused(request, "lists/edit.html", {"told": _told(request)}, refusal)
    return redirect("list_members", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """GET shows what one's own List is called; POST changes it. What was typed stays if it is refused."""
    own = access.own_list(cast(User, request.user), list_id)
    if request.method != "POST":
        told = {"name": own.name, "description": own.description, "is_private": own.is_private}
        return render(request, "lists/edit.html", {"list": own, "told": told})
    try:
        services.change_list(lst=own, **_told(request))
    except Refused as refusal:
        return refused(request, "lists/edit.html", {"list": own, "told": _told(request)}, refusal)
    return redirect(own)


def _told(request: HttpRequest) -> dict[str, Any]:
    told: dict[str, Any] = {name: request.POST.get(name, "") for name in ("name", "description")}
    return {**told, "is_private": "is_private" in request.POST}


@require_http_methods(["POST", "DELETE"])
@login_required
def follow_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """POST follows; DELETE, or POST with `undo` from a plain form, takes it back."""
    person, shown = cast(User, request.user), access.list_for(request.user, list_id)
    verb = services.unfollow_list if _is_undone(request) else services.follow_list
    verb(person=person, lst=shown)
    return redirect(shown) if request.accepts("text/html") else HttpResponse(status=204)


# ---- Who is in it ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, list_id: int) -> HttpResponse:
    """GET shows who is in it; POST adds somebody by their `handle` to one's own. What was typed stays if it is refused."""
    if request.method == "POST":
        answer: HttpResponse = _add(request, list_id)
        return answer
    shown = access.list_for(request.user, list_id)
    return render(request, "lists/members.html", _members(request, shown))


def _members(request: HttpRequest, shown: List) -> dict[str, Any]:
    return {**_about(request, shown), "page": reading.members_of(shown, request.user, before=request.GET.get("before"))}


@login_required
def _add(request: HttpRequest, list_id: int) -> HttpResponse:
    own, handle = access.own_list(cast(User, request.user), list_id), request.POST.get("handle", "")
    try:
        services.add_to_list(lst=own, person=person_in_sight(request.user, handle.strip().lstrip("@")))
    except Refused as refusal:
        return refused(request, "lists/members.html", {**_members(request, own), "typed": handle}, refusal)
    return redirect("list_members", list_id)


@require_http_methods(["POST", "DELETE"])
@login_required
def member(request: HttpRequest, list_id: int, handle: str) -> HttpResponse:
    """POST adds somebody to one's own List; DELETE, or POST with `undo` from a plain form, takes them out, or oneself out of anybody's."""
    person = person_in_sight(request.user, handle)
    if _is_undone(request):
        services.remove_from_list(lst=_left_by(cast(User, request.user), person, list_id), person=person)
    else:
        services.add_to_list(lst=access.own_list(cast(User, request.user), list_id), person=person)
    return redirect("list_members", list_id) if request.accepts("text/html") else HttpResponse(status=204)


def _left_by(reader: User, person: User, list_id: int) -> List:
    """The List from which `reader` may take `person`. Raises NotFound."""
    shown = access.list_for(reader, list_id)
    if reader.pk not in (person.pk, shown.owner_id):
        raise NotFound
    return shown


def _is_undone(request: HttpRequest) -> bool:
    return request.method == "DELETE" or "undo" in request.POST
