"""What somebody composed, as the form of the composer has it: a list of texts for each field."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.tweets import access

FIELDS = (
    *("text", "warning", "card_path", "replies_from", "in_reply_to", "quoted"),
    *("option", "poll_minutes", "picture", "alt", "is_sensitive"),
)

Fields = Mapping[str, list[str]]


def kept(given: Fields) -> dict[str, list[str]]:
    """Of what was sent, what belongs to a Tweet."""
    return {name: list(given[name]) for name in FIELDS if given.get(name)}


def sent_as(given: str, fields: Fields) -> UUID | None:
    """Which sending of which words this is: the same words again from the same page, which gave it an id, are the same. None without.

    A form may be gone back to and sent with other words, so the words belong to the id. Raises Refused: bad_sent_as.
    """
    if not given:
        return None
    try:
        return uuid5(UUID(given), json.dumps(kept(fields), sort_keys=True))
    except ValueError:
        raise Refused("bad_sent_as", _("This page sent something Linnet did not understand. Reload it.")) from None


def as_thread(author: User, fields: Fields) -> dict[str, Any]:
    """What `threads.post_thread` takes, but its author. Raises NotFound if what it answers or quotes is not there for `author`."""
    about = {name: first_of(fields, name) for name in ("in_reply_to", "quoted") if first_of(fields, name)}
    told: dict[str, Any] = {name: first_of(fields, name) for name in ("card_path", "replies_from", "warning")}
    told |= {name: access.tweet_for(author, tweet_id) for name, tweet_id in about.items()}
    if "option" in fields:
        told["poll"] = fields["option"], first_of(fields, "poll_minutes")
    return {
        **told,
        "texts": fields.get("text") or [""],
        "pictures": pictures_in(fields),
        "is_sensitive": "is_sensitive" in fields,
    }


def pictures_in(fields: Fields) -> list[tuple[str, str]]:
    """The id of each, and what it shows in words."""
    ids, alts = fields.get("picture", []), fields.get("alt", [])
    return list(zip(ids, [*alts, *[""] * len(ids)], strict=False))


def first_of(fields: Fields, name: str) -> str:
    """Of a field of which there is one; empty where there is none."""
    return next(iter(fields.get(name, [])), "")
