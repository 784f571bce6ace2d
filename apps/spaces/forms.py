"""What people fill in about a Space. The rules are in the services, where every door meets them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Refused
from apps.spaces.models import Invite
from apps.speech import languages


class StartForm(forms.Form):
    """Every field takes whatever was typed; a CharField rejects null characters, which the services drop."""

    title = forms.Field(required=False)
    language = forms.Field(required=False)
    announce = forms.BooleanField(required=False)
    later = forms.BooleanField(required=False)
    scheduled_for = forms.Field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def is_later(self) -> bool:
        return bool(self.cleaned_data["later"])

    def about(self) -> dict[str, Any]:
        """What is asked of a Space, whenever it opens."""
        chosen = self.cleaned_data
        return {
            "title": chosen["title"] or "",
            "announce": chosen["announce"],
            "language": chosen["language"] or languages.DEFAULT,
        }

    def moment(self) -> datetime:
        """When it shall open; a time without a zone is UTC. Raises Refused: time_unreadable."""
        try:
            moment = parse_datetime(str(self.cleaned_data["scheduled_for"]))
        except ValueError:
            moment = None
        if moment is None:
            raise Refused("time_unreadable", _("Choose a day and a time."))
        return moment if is_aware(moment) else make_aware(moment, UTC)

    def typed(self) -> dict[str, Any]:
        """For the same form anew."""
        about = self.about()
        language = about.pop("language")
        return {**about, "space_language": language, "later": self.is_later, "scheduled_for": self.cleaned_data["scheduled_for"]}


class InviteForm(forms.Form):
    """The terms of a link, as the share sheet offers them."""

    _LIFETIMES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7), "end": None}
    _USES = {"1": 1, "10": 10, "100": 100, "any": None}

    role = forms.ChoiceField(choices=Invite.Role.choices)
    lifetime = forms.ChoiceField(
        choices=[
            ("hour", gettext_lazy("1 hour")),
            ("day", gettext_lazy("24 hours")),
            ("week", gettext_lazy("7 days")),
            ("end", gettext_lazy("Until it ends")),
        ],
        initial="day",
    )
    uses = forms.ChoiceField(
        choices=[
            ("1", gettext_lazy("1 person")),
            ("10", gettext_lazy("10 people")),
            ("100", gettext_lazy("100 people")),
            ("any", gettext_lazy("No limit")),
        ],
        initial="10",
    )

    def terms(self) -> dict[str, Any]:
        """What `make_invite` takes. Raises Refused: unknown_choice."""
        if not self.is_valid():
            raise Refused("unknown_choice", _("Choose one of what is offered."))
        chosen = self.cleaned_data
        return {"role": chosen["role"], "lifetime": self._LIFETIMES[chosen["lifetime"]], "most_uses": self._USES[chosen["uses"]]}


class ConsentForm(forms.Form):
    agrees = forms.BooleanField(required=False)  # a switch; off, it is not sent
