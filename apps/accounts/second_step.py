"""The second step of a log-in: codes of an app, passkeys, recovery codes. allauth's forms and adapter, in Linnet's words."""

import struct
from base64 import urlsafe_b64encode
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from apps.accounts.models import User

_PASSKEY_NAME_LIMIT = 50  # characters


class SecondStepAdapter(DefaultMFAAdapter):
    """Linnet's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This did not fit. Codes change every 30 seconds; try the one that is shown now."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of apps for codes, as they are kept: a stolen database alone opens no second step."""
        return _fernets().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernets().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %d") % (count + 1) if count else gettext("Passkey")


def _fernets() -> MultiFernet:
    """The newest SECRET_KEY writes, all of them read. Fernet wants 32 bytes, so each key is hashed for this one purpose."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [salted_hmac("linnet.second_step", "", secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


class _Code:
    """A field for six digits, or a recovery code."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.max_length = 20  # type: ignore[attr-defined]
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update({"autofocus": True, "inputmode": "numeric", "maxlength": 20})


class AuthenticateForm(_Code, base.AuthenticateForm):
    """At the door."""


class ReauthenticateForm(_Code, base.ReauthenticateForm):
    """Inside, before something important."""


class ActivateTOTPForm(_Code, totp.ActivateTOTPForm):
    """The first code of an app that was just set up."""


class _PasskeyAnswer(forms.JSONField):
    """What a browser says of a key. What is no such thing is refused here: fido2 falls over it in many ways."""

    widget = forms.HiddenInput

    def __init__(self, shape: type[RegistrationResponse | AuthenticationResponse]) -> None:
        super().__init__()
        self.shape = shape

    def to_python(self, value: Any) -> Any:
        answer = super().to_python(value)
        try:
            self.shape.from_dict(answer)
        except (LookupError, TypeError, ValueError, AttributeError, struct.error) as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        return answer


def _name_of_a_passkey() -> forms.CharField:
    hint = _("So that you know it among others.")
    return forms.CharField(label=_("Name"), max_length=_PASSKEY_NAME_LIMIT, required=False, help_text=hint)


class SignUpPasskeyForm(webauthn.SignupWebAuthnForm):
    """The key of somebody who joins without a password."""

    name = _name_of_a_passkey()
    credential = _PasskeyAnswer(RegistrationResponse)


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A key that knows its person: it opens the door by itself."""

    name = _name_of_a_passkey()
    credential = _PasskeyAnswer(RegistrationResponse)
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput, initial=True)


class ProvePasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """At the door, after the password."""

    credential = _PasskeyAnswer(AuthenticationResponse)


class PasskeyLoginForm(webauthn.LoginWebAuthnForm):
    """At the door, alone."""

    credential = _PasskeyAnswer(AuthenticationResponse)


class ReauthenticateByPasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    """Inside, before something important."""

    credential = _PasskeyAnswer(AuthenticationResponse)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=_PASSKEY_NAME_LIMIT)
