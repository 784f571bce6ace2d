"""What people fill in about themselves."""

from functools import partial
from typing import Any

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SetPasswordForm as AllauthSetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts import handles, joining
from apps.accounts.backends import is_from_this_machine
from apps.accounts.fields import HandleField, OneLine, Paragraph, WebAddress
from apps.accounts.joining import SignUp
from apps.accounts.models import BIO_LIMIT, HANDLE_LIMIT, LINK_LIMIT, LOCATION_LIMIT, NAME_LIMIT, JoinCode, User
from apps.accounts.tasks import send_reset_letters
from apps.core import written
from apps.core.errors import Refused

_LONGEST_NAME = 254  # characters of an e-mail address; SQLite looks for nothing much longer
_PASSWORD_HINT = _("At least 8 characters that nobody would guess.")


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
        handle.help_text = _("2 to %d letters A–Z, digits or underscores. You can change it later.") % HANDLE_LIMIT
        handle.widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "pattern": r"@?[A-Za-z0-9_]{2,15}"})
        handle.widget.attrs.pop("maxlength", None)  # room for a pasted "@" and blanks, which are dropped
        if not self.by_passkey:
            self.fields["password1"].label = _("Password")
            self.fields["password1"].help_text = _PASSWORD_HINT
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.sign_up = joining.sign_up()
        if self.sign_up == SignUp.APPROVAL:
            self.fields["reason"] = Paragraph(
                label=_("Why you want to join"),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                help_text=_("Those who run this Linnet read it, nobody else."),
                error_messages={"required": _("Say in a sentence who you are.")},
            )
        if self.sign_up == SignUp.INVITATION:
            self.fields["code"] = OneLine(
                label=_("Invitation code"),
                max_length=32,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not JoinCode.objects.working().filter(code=code).exists():
            raise forms.ValidationError(str(joining.unknown_code().text), code="code_unknown")
        return code

    def clean_username(self) -> str:
        self.cleaned_data["username"] = self.cleaned_data["username"].strip().removeprefix("@")
        handle: str = super().clean_username()
        return handle

    def save(self, request: HttpRequest) -> User:
        try:
            with transaction.atomic():
                person = self._save(request)
                handles.refuse_if_kept(person)
                written.tell("person", person.pk)
                return person
        except IntegrityError as clash:
            raise Refused("handle_taken", _("Somebody took that handle a moment ago. Go back and choose another.")) from clash

    def _save(self, request: HttpRequest) -> User:
        person: User = super().save(request)
        if self.sign_up == SignUp.APPROVAL:
            joining.ask_to_join(person=person, reason=self.cleaned_data["reason"])
        if self.sign_up == SignUp.INVITATION:
            joining.join_by_code(person=person, code=self.cleaned_data["code"])
        if self.by_passkey:
            joining.await_passkey(person=person)
        return person


class LoginForm(AllauthLoginForm):
    """Handle or e-mail, and password. Demo people get in from this machine only, and are told so."""

    error_messages = {
        "elsewhere": _("This is a demo person: the printed password opens it only in a browser on the machine that runs Linnet.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Handle or e-mail")
        attrs = {"autocapitalize": "none", "spellcheck": "false", "autofocus": True, "autocomplete": "username webauthn"}
        self.fields["login"].widget.attrs.update(attrs)
        self.fields["login"].validators.append(MaxLengthValidator(_LONGEST_NAME))
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""

    def clean_login(self) -> str:
        handle: str = super().clean_login()
        return handle.removeprefix("@")

    def user_credentials(self) -> dict[str, str]:
        """One name for one look-up, and so one hash, whether it is a handle or an address, and whether anybody has it."""
        name = self.cleaned_data["login"]
        return {"email" if "@" in name else "username": name, "password": self.cleaned_data["password"]}

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


class ResetPasswordKeyForm(_TypedOnce, AllauthResetPasswordKeyForm):
    """A new password, for somebody with a link."""


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more, before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Your password"), ""
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["autofocus"] = True


class _Address:
    """A field for an e-mail address."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class AddEmailForm(_Address, AllauthAddEmailForm):
    """An address, or another one instead."""


class ResetPasswordForm(_Address, forms.Form):
    """Whose address this is, a worker looks up: here the answer would show in how long it takes."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}))

    def save(self, request: HttpRequest) -> None:
        transaction.on_commit(partial(send_reset_letters.delay, self.cleaned_data["email"]), robust=True)


class ProfileForm(forms.ModelForm):
    """What others read about a person."""

    name = _name_field()
    bio = Paragraph(
        label=_("Bio"),
        max_length=BIO_LIMIT,
        required=False,
        help_text=format_lazy(_("Who you are and what you like to hear, in {most} characters."), most=BIO_LIMIT),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    location = OneLine(
        label=_("Location"),
        max_length=LOCATION_LIMIT,
        required=False,
        help_text=_("Where you say you are; as vague as you like."),
    )
    link = WebAddress(
        label=_("Link"),
        max_length=LINK_LIMIT,
        required=False,
        help_text=_("A page of yours, such as example.com/radio."),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "url"}
        ),
    )

    class Meta:
        model = User
        fields = ["name", "bio", "location", "link"]


class HandleForm(forms.Form):
    """Another handle for somebody who has one."""

    handle = HandleField(
        label=_("New handle"),
        help_text=format_lazy(_("2 to {most} letters A–Z, digits or underscores."), most=HANDLE_LIMIT),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_handle(self) -> str:
        handle: str = self.cleaned_data["handle"]
        if not handles.is_free_for(self.person, handle):
            raise forms.ValidationError(handles.TAKEN, code="handle_taken")
        return handle


class CropForm(forms.Form):
    """What of a picture shall be shown: left, top and width as parts of its width, height and width. All or nothing."""

    left = forms.FloatField(min_value=0, max_value=1, required=False)
    top = forms.FloatField(min_value=0, max_value=1, required=False)
    width = forms.FloatField(min_value=0, max_value=1, required=False)

    def crop(self) -> tuple[float, float, float] | None:
        """None for the middle. Raises Refused: crop_unreadable."""
        if not self.is_valid():
            raise Refused("crop_unreadable", _("What shall be shown of the picture was not understood. Choose it again."))
        left, top, width = (self.cleaned_data[name] for name in ("left", "top", "width"))
        return None if None in (left, top, width) or not width else (left, top, width)
