"""Somebody is writing right now: said by their page on its socket, told to the pages of the others, kept nowhere."""

from apps.dms import access, telling


def heard(person_id: int, talk: str) -> None:
    """A tab of this person says that they write in what it calls `talk`. Of what is not theirs nobody is told."""
    side = access.side_by_talk(person_id, talk)
    if side is not None:
        telling.typed_in(side)
