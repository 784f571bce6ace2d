"""What pages send about messages and groups. The rules are in the services, where every door meets them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Refused


def client_id_in(form: QueryDict, *, plain: bool) -> UUID:
    """The id that the page gave what it sends. Raises Refused: bad_client_id.

    A plain form may be gone back to and sent with other words, so there the words belong to the id.
    """
    try:
        given = UUID(str(form["client_id"])) if form.get("client_id") else uuid4()
    except ValueError:
        raise Refused("bad_client_id", _("This page sent something Linnet did not understand. Reload it.")) from None
    return uuid5(given, str(form.get("text", "")) + " ".join(form.getlist("handle"))) if plain else given


def written_in(form: QueryDict) -> dict[str, Any]:
    """What `send_message` takes of a form."""
    return {
        "text": form.get("text", ""),
        "card_path": form.get("card_path", ""),
        "answers": form.get("answers", ""),
        "clip": form.get("clip", ""),
        "pictures": [picture for picture in form.getlist("picture") if picture],
    }


class LinkForm(forms.Form):
    """The terms of a link into a group."""

    _LIFETIMES = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30), "end": None}
    _USES = {"1": 1, "10": 10, "any": None}

    lifetime = forms.ChoiceField(
        choices=[
            ("day", gettext_lazy("24 hours")),
            ("week", gettext_lazy("7 days")),
            ("month", gettext_lazy("30 days")),
            ("end", gettext_lazy("Until you revoke it")),
        ],
        initial="week",
    )
    uses = forms.ChoiceField(
        choices=[
            ("1", gettext_lazy("1 person")),
            ("10", gettext_lazy("10 people")),
            ("any", gettext_lazy("No limit")),
        ],
        initial="10",
    )
    approval = forms.BooleanField(required=False)  # a switch; off, it is not sent

    def terms(self) -> dict[str, Any]:
        """What `make_link` takes. Raises Refused: unknown_choice."""
        if not self.is_valid():
            raise Refused("unknown_choice", _("Choose one of what is offered."))
        chosen = self.cleaned_data
        return {
            "needs_approval": chosen["approval"],
            "lifetime": self._LIFETIMES[chosen["lifetime"]],
            "most_uses": self._USES[chosen["uses"]],
        }
