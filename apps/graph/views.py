"""Who has to do with whom, from a page."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core.errors import Refused
from apps.core.pages import Page, page_of
from apps.graph import access, muting, privacy, protecting, services
from apps.graph.following import marked
from apps.graph.forms import PrivacyForm
from apps.graph.models import Block, FollowRequest, Mute, MutedWord

_LISTED = 50  # people on a page

# ---- One person ------------------------------------------------------------------------------------------------------


@require_http_methods(["POST", "DELETE"])
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """POST follows, or asks to; DELETE, or POST with `undo` from a plain form, takes it back."""
    person = person_by_handle(request.user, handle)
    verb = services.unfollow if _is_undone(request) else services.follow
    verb(follower=cast(User, request.user), followed=person)
    return _back_to(request, person)


@require_http_methods(["POST", "DELETE"])
@login_required
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """POST blocks; DELETE, or POST with `undo` from a plain form, unblocks."""
    person = person_by_handle(request.user, handle)
    verb = services.unblock if _is_undone(request) else services.block
    verb(blocker=cast(User, request.user), blocked=person)
    return _back_to(request, person)


@require_http_methods(["POST", "DELETE"])
@login_required
def mute(request: HttpRequest, handle: str) -> HttpResponse:
    """POST mutes; DELETE, or POST with `undo` from a plain form, takes it back."""
    person = person_by_handle(request.user, handle)
    verb = muting.unmute if _is_undone(request) else muting.mute
    verb(muter=cast(User, request.user), muted=person)
    return _back_to(request, person)


@require_POST
@login_required
def remove_follower(request: HttpRequest, handle: str) -> HttpResponse:
    """Somebody follows no more, and is not told."""
    person = person_by_handle(request.user, handle)
    services.remove_follower(person=cast(User, request.user), follower=person)
    return _back_to(request, person)


@require_POST
@login_required
def answer_request(request: HttpRequest, handle: str) -> HttpResponse:
    """Lets somebody follow, with `accept`, or not."""
    asked = access.request_to(cast(User, request.user), handle)
    verb = protecting.accept_request if "accept" in request.POST else protecting.decline_request
    verb(request=asked)
    return redirect("follow_requests") if request.accepts("text/html") else HttpResponse(status=204)


def _is_undone(request: HttpRequest) -> bool:
    return request.method == "DELETE" or "undo" in request.POST


def _back_to(request: HttpRequest, person: User) -> HttpResponse:
    return redirect(person) if request.accepts("text/html") else HttpResponse(status=204)


# ---- Settings and lists ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def privacy_settings(request: HttpRequest) -> HttpResponse:
    """Who may follow, write, invite and see; and the doors to the lists."""
    person = cast(User, request.user)
    form = PrivacyForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        privacy.change_privacy(person=person, **form.cleaned_data)
        messages.success(request, _("Your choices hold from now on."))
        return redirect("privacy_settings")
    return render(request, "graph/privacy_settings.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@login_required
def follow_requests(request: HttpRequest) -> HttpResponse:
    """Who would like to follow."""
    page = page_of(
        FollowRequest.objects.filter(access.in_sight(request.user, "asker"), asked=cast(User, request.user)).select_related(
            "asker"
        ),
        before=request.GET.get("before"),
        size=_LISTED,
    )
    return render(request, "graph/follow_requests.html", {"page": page})


@require_safe
@login_required
def blocked_people(request: HttpRequest) -> HttpResponse:
    """Whom one blocked."""
    blocks = Block.objects.by(request.user).filter(blocked__is_active=True).select_related("blocked")
    page = page_of(blocks, before=request.GET.get("before"), size=_LISTED)
    return _listed(request, "graph/blocked_people.html", page, lambda block: block.blocked)


@require_safe
@login_required
def muted_people(request: HttpRequest) -> HttpResponse:
    """Whom one muted."""
    mutes = Mute.objects.by(request.user).filter(muted__is_active=True).select_related("muted")
    page = page_of(mutes, before=request.GET.get("before"), size=_LISTED)
    return _listed(request, "graph/muted_people.html", page, lambda mute: mute.muted)


def _listed(request: HttpRequest, template: str, page: Page, person_of: Callable[[Any], User]) -> HttpResponse:
    people = marked(map(person_of, page.items), request.user)
    return render(request, template, {"people": people, "before": page.before})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def muted_words(request: HttpRequest) -> HttpResponse:
    """The words one does not want to meet; POST adds some. What was typed stays if it is refused."""
    person = cast(User, request.user)
    refusal = _mute_words(request, person) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        return redirect("muted_words")
    context = {"muted": MutedWord.objects.of(person).order_by("words"), "refusal": refusal, "typed": request.POST}
    return render(request, "graph/muted_words.html", context, status=refusal.status if refusal else 200)


def _mute_words(request: HttpRequest, person: User) -> Refused | None:
    try:
        muting.mute_words(
            person=person,
            words=request.POST.get("words", ""),
            lifetime=request.POST.get("lifetime", ""),
            on_home="on_home" in request.POST,
            in_notifications="in_notifications" in request.POST,
        )
    except Refused as refusal:
        return refusal
    return None


@require_POST
@login_required
def unmute_words(request: HttpRequest, muted_word_id: int) -> HttpResponse:
    """Takes muted words back."""
    muting.unmute_words(muted_word=access.own_muted_word(cast(User, request.user), muted_word_id))
    return redirect("muted_words") if request.accepts("text/html") else HttpResponse(status=204)
