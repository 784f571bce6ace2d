"""What somebody wrote, on its way to become a message."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Written:
    """`answers`, `pictures` and `clip` are ids as they came from outside."""

    text: str
    card_path: str
    answers: object
    pictures: tuple[object, ...]
    clip: object
    client_id: UUID
