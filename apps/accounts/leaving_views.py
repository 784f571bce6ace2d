"""Taking everything along, leaving, and coming back."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import access, archives, closing
from apps.accounts.forms import ReauthenticateForm
from apps.accounts.models import User
from apps.core.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close_account(request: HttpRequest) -> HttpResponse:
    """Asks for the password, or for the passkey of those who have none, then closes the account."""
    person = cast(User, request.user)
    if not person.has_usable_password():
        answer: HttpResponse = _close_by_passkey(request)
        return answer
    form = ReauthenticateForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        closing.close_account(person=person)
        return redirect(reverse("signed_out") + "?why=account_closed")
    return render(request, "accounts/close_account.html", {"form": form}, status=422 if form.errors else 200)


@reauthentication_required
def _close_by_passkey(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/close_account.html")
    closing.close_account(person=cast(User, request.user))
    return redirect(reverse("signed_out") + "?why=account_closed")


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """For whoever just proved that a closed account is theirs."""
    person = closing.who_is_back(request)
    if person is None:
        return redirect("account_login")
    if request.method == "POST":
        closing.come_back(request, person)
        answer: HttpResponse = perform_login(request, person)
        return answer
    until = person.closed_at + closing.KEPT if person.closed_at else None
    return render(request, "accounts/come_back.html", {"person": person, "until": until})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def archive(request: HttpRequest) -> HttpResponse:
    """The archives of somebody; posting asks for one."""
    person = cast(User, request.user)
    if request.method == "POST":
        archives.ask_for_archive(person=person)
        return redirect("archive")
    last = person.archives.order_by("-asked_at").first()
    until = last.ready_at + archives.KEPT if last and last.ready_at else None
    context = {
        "archive": last,
        "until": until,
        "may_ask": archives.may_ask(person),
        "is_sure": did_recently_reauthenticate(request),
    }
    return render(request, "accounts/archive.html", context)


@require_safe
@reauthentication_required
def download_archive(request: HttpRequest, archive_id: int) -> HttpResponse | FileResponse:
    """The file, for nobody but its owner, who was just asked whether it is them."""
    person = cast(User, request.user)
    found = access.own_archive(person, archive_id)
    try:
        file = archives.open_archive(found)
    except FileNotFoundError:
        raise NotFound from None
    name = f"linnet-{person.handle}-{found.asked_at:%Y-%m-%d}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
