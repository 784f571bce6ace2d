"""Settings of the account: what it takes to get in, and where somebody is in."""

from typing import Any, cast

from allauth.account import views as allauth
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import access, devices, hub, revoking
from apps.accounts.models import User
from apps.accounts.revoking import Reason
from apps.core.errors import Refused


@require_safe
@login_required
def settings_hub(request: HttpRequest) -> HttpResponse:
    """Every page of Settings."""
    return render(request, "accounts/settings.html", {"entries": hub.ENTRIES})


@require_safe
@login_required
def account_settings(request: HttpRequest) -> HttpResponse:
    """How somebody gets in, how they leave."""
    person = cast(User, request.user)
    found = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    kinds = [Authenticator.Type(kind).value for kind in found]
    address = EmailAddress.objects.filter(user=person, verified=True).first()
    context = {"kinds": kinds, "passkey_count": kinds.count("webauthn"), "address": address, "sends_mail": settings.SENDS_MAIL}
    return render(request, "accounts/account_settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def log_ins(request: HttpRequest) -> HttpResponse:
    """Where somebody is logged in; posting logs them out everywhere else."""
    person = cast(User, request.user)
    if request.method == "POST":
        revoking.revoke(person=person, reason=Reason.LOGGED_OUT, keep_session=request.session)
        return redirect("usersessions_list")
    found = sorted(UserSession.objects.purge_and_list(person), key=_here_first)
    for each in found:
        each.device, each.is_phone = devices.device_of(each.user_agent), devices.is_phone(each.user_agent)
    return render(request, "accounts/log_ins.html", {"log_ins": found})


def _here_first(listed: UserSession) -> tuple[bool, float]:
    return not listed.is_current(), -listed.last_seen_at.timestamp()


@require_POST
@login_required
def end_log_in(request: HttpRequest, log_in_id: int) -> HttpResponse:
    """Logs somebody out on one of their other devices; here they use the ordinary way out."""
    listed = access.own_log_in(cast(User, request.user), log_in_id)
    if listed.is_current():
        return redirect("account_logout")
    revoking.end_log_in(listed=listed)
    return redirect("usersessions_list")


class PasskeyReauthenticateView(ReauthenticateWebAuthnView):
    """A passkey that did not fit may be tried again, here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)
        return redirect(self.request.get_full_path())


class RemovePasskeyView(RemoveWebAuthnView):
    """Not the last one of somebody without a password: nothing else opens their account."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person, passkey = cast(User, request.user), self.get_object()
        others = self.get_queryset().exclude(pk=passkey.pk)
        if not person.has_usable_password() and not others.exists():
            raise Refused("last_passkey", _("This passkey is your only way in. Set a password first, or make another passkey."))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class EmailView(allauth.EmailView):
    """The address, if this Linnet can send mail to prove it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        may = settings.SENDS_MAIL or "action_remove" in request.POST
        return super().post(request, *args, **kwargs) if may else redirect("account_email")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sends_mail": settings.SENDS_MAIL}


class PasswordResetView(allauth.PasswordResetView):
    """A new password by mail. What it answers, and how soon, does not depend on whether anybody has the address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if settings.SENDS_MAIL else redirect("account_reset_password")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sends_mail": settings.SENDS_MAIL}
