"""What somebody composed, as the form of the composer has it: a list of texts for each field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.tweets import access

FIELDS = (
    *("text", "warning", "card_path", "replies_from", "in_reply_to", "quoted"),
    *("option", "poll_minutes", "picture", "alt", "picture_of", "is_sensitive"),
    *("clip", "clip_of"),
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
    texts = fields.get("text") or [""]
    told |= {"pictures": pictures_by_text(fields, len(texts)), "clips": clips_by_text(fields, len(texts))}
    return {**told, "texts": texts, "is_sensitive": "is_sensitive" in fields}


@dataclass(frozen=True)
class Shot:
    """A picture among what was composed: its id, what it shows in words, and which of the texts it belongs to."""

    given_id: str
    alt: str
    of: int


def pictures_in(fields: Fields) -> list[Shot]:
    """All of them; one that does not say where it belongs stands with the first text."""
    ids = fields.get("picture", [])
    rows = zip_longest(ids, fields.get("alt", []), fields.get("picture_of", []), fillvalue="")
    return [Shot(given_id, alt, id_in(of) or 0) for given_id, alt, of in islice(rows, len(ids))]


def pictures_by_text(fields: Fields, texts: int) -> list[list[tuple[str, str]]]:
    """For each of the `texts` its pictures, as `pictures.Chosen` has them. What belongs to a text that is not there stands with the last."""
    found: list[list[tuple[str, str]]] = [[] for _ in range(texts)]
    for shot in pictures_in(fields):
        found[min(shot.of, texts - 1)].append((shot.given_id, shot.alt))
    return found


def clips_by_text(fields: Fields, texts: int) -> list[str]:
    """For each of the `texts` the id of what is said in it, as it came from outside; empty for nothing. One that does not say where it
    belongs stands with the first."""
    found = [""] * texts
    ids = fields.get("clip", [])
    for given_id, of in islice(zip_longest(ids, fields.get("clip_of", []), fillvalue=""), len(ids)):
        found[min(id_in(of) or 0, texts - 1)] = given_id
    return found


def first_of(fields: Fields, name: str) -> str:
    """Of a field of which there is one; empty where there is none."""
    return next(iter(fields.get(name, [])), "")
