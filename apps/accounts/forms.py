"""What people fill in about themselves."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SetPasswordForm as AllauthSetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.backends import is_from_this_machine
from apps.accounts.models import HANDLE_LIMIT, NAME_LIMIT, User
from apps.core import text, written
from apps.core.errors import Refused

_PASSWORD_HINT = _("At least 8 characters that nobody would guess.")


class OneLine(forms.CharField):
    """A line of text as others will read it: cleaned, and refused when nothing of it would be seen."""

    def to_python(self, value: Any) -> str:
        line = " ".join(text.cleaned(super().to_python(value) or "").split())
        return "" if text.is_blank(line) else line


class Paragraph(OneLine):
    """As `OneLine`, but lines stay apart."""

    def to_python(self, value: Any) -> str:
        words = text.cleaned(forms.CharField.to_python(self, value) or "")
        return "" if text.is_blank(words) else words


def _name_field() -> OneLine:
    return OneLine(
        label=_("Name"),
        max_length=NAME_LIMIT,
        help_text=_("What others read. You can change it at any time."),
        error_messages={"required": _("A name needs a letter that can be seen.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignupForm(AllauthSignupForm):
    """Handle, name, password: no e-mail needed."""

    field_order = ["name", "username", "password1"]
    name = _name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        handle = self.fields["username"]
        handle.label = _("Handle")
        handle.help_text = _("2 to %d letters A–Z, digits or underscores. It stays yours.") % HANDLE_LIMIT
        handle.widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "pattern": r"@?[A-Za-z0-9_]{2,15}"})
        handle.widget.attrs.pop("maxlength", None)  # room for a pasted "@" and blanks, which are dropped
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _PASSWORD_HINT
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_username(self) -> str:
        self.cleaned_data["username"] = self.cleaned_data["username"].strip().removeprefix("@")
        handle: str = super().clean_username()
        return handle

    def save(self, request: HttpRequest) -> User:
        try:
            with transaction.atomic():
                person: User = super().save(request)
                written.tell("person", person.pk)
                return person
        except IntegrityError as clash:
            raise Refused("handle_taken", _("Somebody took that handle a moment ago. Go back and choose another.")) from clash


class LoginForm(AllauthLoginForm):
    """Handle and password. Demo people get in from this machine only, and are told so."""

    error_messages = {
        "elsewhere": _("This is a demo person: the printed password opens it only in a browser on the machine that runs Linnet.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Handle")
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "autofocus": True})
        self.fields["login"].max_length = None
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""

    def clean_login(self) -> str:
        handle: str = super().clean_login()
        return handle.removeprefix("@")

    def clean(self) -> dict[str, Any]:
        handle = self.cleaned_data.get("login", "")
        if User.objects.filter(handle__iexact=handle, seeded_at__isnull=False).exists() and not is_from_this_machine(
            self.request
        ):
            raise forms.ValidationError(self.error_messages["elsewhere"], code="elsewhere")
        cleaned_data: dict[str, Any] = super().clean()
        return cleaned_data


class _TypedOnce:
    """A new password is typed once: the field can show it."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _PASSWORD_HINT


class ChangePasswordForm(_TypedOnce, AllauthChangePasswordForm):
    """The password you have, and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")


class SetPasswordForm(_TypedOnce, AllauthSetPasswordForm):
    """A first password, for somebody who has none."""


class ProfileForm(forms.ModelForm):
    """Name and bio."""

    name = _name_field()
    bio = Paragraph(label=_("Bio"), max_length=160, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = User
        fields = ["name", "bio"]
