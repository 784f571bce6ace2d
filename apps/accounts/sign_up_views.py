"""Joining without a password: a name and a handle, then a passkey. (With a password, joining is allauth's own page.)"""

from typing import Any

from allauth.account import views as allauth
from allauth.mfa.webauthn.views import SignupWebAuthnView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from apps.accounts import halfway, joining


class SignUpByPasskeyView(allauth.SignupByPasskeyView):
    """Asks for all but a password. Where somebody has to approve newcomers it is not offered: they could not make a key yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if joining.sign_up() == joining.SignUp.APPROVAL:
            return redirect("account_signup")
        return super().dispatch(request, *args, **kwargs)


class FirstPasskeyView(SignupWebAuthnView):
    """Makes the key; only then is somebody in."""

    def form_valid(self, form: Any) -> HttpResponse:
        person = self._login_stage.login.user
        if not (halfway.holds(self.request, person) and person.is_active):
            return redirect("account_login")
        with transaction.atomic():  # a key without this note would be swept away with its person
            joining.passkey_made(person=person)
            return super().form_valid(form)
