"""What a person has here, app by app: for the archive they ask for, and for the day they are deleted.

Each app registers in its `apps.py`, for the one that makes archives stands above those that know what there is. Only what is a
person's own: what they wrote and chose, never what others noted about them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage

Rows = Callable[[Any], Any]  # of a person: what `json` with Django's encoder can write


@dataclass(frozen=True)
class StoredFile:
    """A file of a person. `name` is its name in the storage, `called` that in an archive."""

    storage: Storage
    name: str
    called: str

    def delete(self) -> None:
        self.storage.delete(self.name)


Files = Callable[[Any], Iterable[StoredFile]]

Parting = Callable[[Any], None]

_rows: dict[str, Rows] = {}
_files: list[Files] = []
_partings: list[Parting] = []


def register(name: str, rows: Rows) -> None:
    """`rows(person)` becomes `<name>.json` in their archive."""
    _rows[name] = rows


def register_files(files: Files) -> None:
    """`files(person)` names all files of a person: they go into the archive, and are deleted with the account."""
    _files.append(files)


def rows_of(person: Any) -> dict[str, Any]:
    """All that is registered, by name."""
    return {name: rows(person) for name, rows in sorted(_rows.items())}


def files_of(person: Any) -> list[StoredFile]:
    return [file for files in _files for file in files(person)]


def register_parting(parting: Parting) -> None:
    """`parting(person)` puts right what others have, before `person` is deleted; within the transaction that does it."""
    _partings.append(parting)


def part_with(person: Any) -> None:
    for parting in _partings:
        parting(person)
