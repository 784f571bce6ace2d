"""Spaces as Tweets and messages show them: by their own address, or by that of a link into them."""

import re
from typing import Any

from apps.core.cards import Card
from apps.spaces import access
from apps.spaces.models import Space

# Our ids have at most 18 digits until 2054; of those with 19 the database takes only some.
_SPACE = re.compile(r"/spaces/([0-9]{1,18})/")
_INVITE = re.compile(r"/i/([A-Za-z0-9_-]{32})/")


def draw(viewer: Any, paths: list[str]) -> dict[str, Card]:
    """The cards of those `paths` that are Spaces `viewer` may see; one query for all."""
    ids = {path: int(space_id) for path, space_id in _found(_SPACE, paths)}
    spaces = Space.objects.visible_to(viewer).select_related("host").in_bulk(ids.values())
    return {path: _card(spaces[space_id]) for path, space_id in ids.items() if space_id in spaces}


def draw_invites(viewer: Any, paths: list[str]) -> dict[str, Card]:
    """The cards of the Spaces that those `paths` are links into, if they can be meant for `viewer`; joining leads over the link."""
    tokens = {token: path for path, token in _found(_INVITE, paths)}
    invites = access.invites_for(viewer).filter(token__in=tokens)
    return {
        tokens[invite.token]: _card(invite.space, invite_url=tokens[invite.token], invite_is_for_stage=invite.is_for_stage)
        for invite in invites
    }


def _card(space: Space, **more: object) -> Card:
    return Card("spaces/_card.html", {"space": space, **more})


def _found(pattern: re.Pattern[str], paths: list[str]) -> list[tuple[str, str]]:
    return [(path, found[1]) for path in paths if (found := pattern.fullmatch(path))]
