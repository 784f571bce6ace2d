"""What people decide about being disturbed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Refused
from apps.notifications.models import MOST_A_DAY, Preferences
from apps.notifications.preferences import checked_time_zone

_FILTERS = ("hides_strangers", "hides_newcomers", "hides_faceless")
_KINDS = ("pushes_mentions", "pushes_messages", "pushes_spaces", "pushes_follows", "pushes_polls", "pushes_likes")


class PreferencesForm(forms.ModelForm):
    """Of whom, of what and when somebody wants to be told."""

    class Meta:
        model = Preferences
        fields = [*_FILTERS, *_KINDS, "previews_private", "a_day", "quiet_from", "quiet_to", "time_zone"]
        switches = (*_FILTERS, *_KINDS, "previews_private")
        widgets = {
            **{name: forms.CheckboxInput({"class": "switch", "role": "switch"}) for name in switches},
            "a_day": forms.NumberInput({"inputmode": "numeric", "min": 0, "max": MOST_A_DAY}),
            "quiet_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "quiet_to": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "time_zone": forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "words"}),
        }
        help_texts = {
            "hides_strangers": gettext_lazy("Whoever they are."),
            "hides_newcomers": gettext_lazy("Younger than a week."),
            "hides_faceless": gettext_lazy("Only the letter that stands for one."),
            "pushes_messages": gettext_lazy("Of several from one person in ten minutes, the first."),
            "pushes_spaces": gettext_lazy("When somebody you follow opens one, or invites you to the stage."),
            "pushes_likes": gettext_lazy("Once for each Tweet, until you have looked."),
            "previews_private": gettext_lazy(
                "What messages and protected Tweets say, on the lock screen. Otherwise only who wrote."
            ),
            "a_day": gettext_lazy("From 0, which is none, to 100 a day. What is too much comes as one summary the next morning."),
            "time_zone": gettext_lazy("By whose clock, such as Europe/Berlin."),
        }

    def clean_time_zone(self) -> str:
        try:
            return checked_time_zone(self.cleaned_data["time_zone"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.text)) from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_to")
        for one, other in (("quiet_from", "quiet_to"), ("quiet_to", "quiet_from")):
            if (
                one not in self.errors
                and other not in self.errors
                and (begins is None) != (ends is None)
                and cleaned[one] is None
            ):
                self.add_error(one, _("Quiet hours need a beginning and an end."))
        return cleaned

    @property
    def filters(self) -> list[Any]:
        return [self[name] for name in _FILTERS]

    @property
    def kinds(self) -> list[Any]:
        return [self[name] for name in _KINDS]
