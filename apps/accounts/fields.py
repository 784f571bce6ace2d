"""What people type, cleaned as it is kept."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from apps.accounts import handles
from apps.accounts.models import HANDLE_LIMIT
from apps.core import text


class OneLine(forms.CharField):
    """A line of text as others will read it: cleaned, and refused when nothing of it would be seen."""

    def to_python(self, value: Any) -> str:
        return " ".join(self.cleaned(value).split())

    def cleaned(self, value: Any) -> str:
        """`value` as it is kept, with its lines."""
        words = text.cleaned(text.without_hidden(text.cleaned(super().to_python(value) or "")))
        return "" if text.is_blank(words) else words


class Paragraph(OneLine):
    """As `OneLine`, but lines stay apart."""

    def to_python(self, value: Any) -> str:
        return self.cleaned(value)


class WebAddress(OneLine):
    """An address on the web. People leave `https://` out; what comes back has it."""

    default_error_messages = {"not_a_link": _("This is not an address on the web, such as example.com/radio.")}

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        address = text.web_address(typed) if typed else ""
        if address is None:
            raise forms.ValidationError(self.error_messages["not_a_link"], code="not_a_link")
        return address


class HandleField(forms.CharField):
    """A handle, also one that was pasted with its "@" and blanks around it."""

    default_validators = [*handles.chosen_handle_validators, MaxLengthValidator(HANDLE_LIMIT)]

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").strip().removeprefix("@")
