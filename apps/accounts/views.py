"""Settings."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import services
from apps.accounts.forms import ProfileForm
from apps.accounts.models import User
from apps.core import themes


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile_settings(request: HttpRequest) -> HttpResponse:
    """Name, bio, and the doors to everything else a person sets."""
    person = cast(User, request.user)
    # A copy: a refused form has already written into its instance, and the frame shows the person too.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=person, name=form.cleaned_data["name"], bio=form.cleaned_data["bio"])
        messages.success(request, _("Your profile is saved."))
        return redirect("profile_settings")
    return render(request, "accounts/profile_settings.html", {"form": form}, status=422 if form.errors else 200)


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
