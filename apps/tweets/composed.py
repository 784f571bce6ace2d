"""What somebody composed, as the form of the composer has it: a list of texts for each field."""

from collections.abc import Mapping
from typing import Any

from apps.accounts.models import User
from apps.tweets import access

FIELDS = (
    *("text", "warning", "card_path", "replies_from", "in_reply_to", "quoted"),
    *("option", "poll_minutes", "picture", "alt", "is_sensitive"),
)

Fields = Mapping[str, list[str]]


def kept(given: Fields) -> dict[str, list[str]]:
    """Of what was sent, what belongs to a Tweet."""
    return {name: list(given[name]) for name in FIELDS if given.get(name)}


def as_thread(author: User, fields: Fields) -> dict[str, Any]:
    """What `threads.post_thread` takes, but its author. Raises NotFound if what it answers or quotes is not there for `author`."""
    about = {name: _first(fields, name) for name in ("in_reply_to", "quoted") if _first(fields, name)}
    told: dict[str, Any] = {name: _first(fields, name) for name in ("card_path", "replies_from", "warning")}
    told |= {name: access.tweet_for(author, tweet_id) for name, tweet_id in about.items()}
    if "option" in fields:
        told["poll"] = fields["option"], _first(fields, "poll_minutes")
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


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, [])), "")
