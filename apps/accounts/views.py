"""Settings."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import access, handles, services
from apps.accounts.forms import HandleForm, ProfileForm
from apps.accounts.models import User
from apps.accounts.picture_views import picture_as_set
from apps.core import themes
from apps.core.errors import NotFound, Refused
from apps.core.refusing import refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile_settings(request: HttpRequest) -> HttpResponse:
    """What others read about a person, and the doors to everything else a person sets."""
    person = cast(User, request.user)
    # A copy: a refused form has already written into its instance, and the frame shows the person too.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=person, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("profile_settings")
    context = {"form": form, "pictures": [picture_as_set(person, kind) for kind in ("banner", "avatar")]}
    return render(request, "accounts/profile_settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handle_settings(request: HttpRequest) -> HttpResponse:
    """Another handle. What was typed stays, whatever is wrong with it."""
    person = cast(User, request.user)
    form = HandleForm(request.POST or None, person=person, initial={"handle": person.handle})
    if request.method == "POST" and form.is_valid():
        return _rename(request, person, form)
    return render(request, "accounts/handle_settings.html", {"form": form}, status=422 if form.errors else 200)


def _rename(request: HttpRequest, person: User, form: HandleForm) -> HttpResponse:
    try:
        handles.change_handle(person=person, handle=form.cleaned_data["handle"])
    except Refused as refusal:
        form.add_error("handle", str(refusal.text))
        return refused(request, "accounts/handle_settings.html", {"form": form}, refusal)
    messages.success(request, _("You are @%s now.") % person.handle)
    return redirect("profile_settings")


def at_todays_handle(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a person that, asked for by their old handle, leads to the same page under the new one while the old one is kept."""

    @wraps(view)
    def answer(request: HttpRequest, handle: str, **rest: Any) -> HttpResponse:
        try:
            return view(request, handle, **rest)
        except NotFound:
            person = access.person_once_called(request.user, handle)
            here = reverse(cast(ResolverMatch, request.resolver_match).view_name, kwargs={"handle": person.handle, **rest})
            return redirect(f"{here}?{request.GET.urlencode()}" if request.GET else here)

    return answer


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where a page goes whose way in was revoked: what happened, and the way back."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "accounts/signed_out.html", {"why": request.GET.get("why")})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, dim, or as the system has it; kept in this browser."""
    response = HttpResponseRedirect(_safe_next(request))
    themes.keep(response, request.POST.get("theme", themes.AUTO))
    return response


def _safe_next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else reverse("home")
