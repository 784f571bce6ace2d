"""What the creator of Fleets sends along."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused
from apps.fleets.models import Fleet


def fleet_in(form: QueryDict) -> dict[str, Any]:
    """What `services.post_fleet` wants to know. Raises Refused: bad_sent_as."""
    try:
        sent_as = UUID(str(form["sent_as"])) if form.get("sent_as") else None
    except ValueError:
        raise Refused("bad_sent_as", _("This page sent something Linnet did not understand. Reload it.")) from None
    return {
        "text": form.get("text", ""),
        "paper": form.get("paper") or Fleet.Paper.ROSE,
        "picture_id": form.get("picture") or None,
        "alt": form.get("alt", ""),
        "clip_id": form.get("clip") or None,
        "card_path": form.get("card_path", ""),
        "sent_as": sent_as,
    }
