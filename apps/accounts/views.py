"""Settings."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import services
from apps.accounts.forms import ProfileForm
from apps.accounts.models import User
from apps.accounts.picture_views import picture_as_set
from apps.core import themes


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


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, dim, or as the system has it; kept in this browser."""
    response = HttpResponseRedirect(_safe_next(request))
    themes.keep(response, request.POST.get("theme", themes.AUTO))
    return response


def _safe_next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else reverse("home")
