"""Everything somebody has here, as one file: asked for at most once a day, made by a worker, there for a week."""

import json
import secrets
import zipfile
from datetime import timedelta
from functools import partial

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Archive, User
from apps.core import belongings
from apps.core.errors import TooFast

KEPT = timedelta(days=7)
ONE_IN = timedelta(days=1)
TAKEN_FOR = timedelta(minutes=10)  # then whoever makes it was killed; a task may take five
MOST_TRIES = 3
_ABOUT = "What you have on Linnet: one file of JSON for each kind of thing, times in UTC, and your files in files/.\n"


@transaction.atomic
def ask_for_archive(*, person: User) -> Archive:
    """Raises TooFast within a day of the last that did not fail."""
    User.objects.select_for_update().get(pk=person.pk)  # one at a time
    lately = _asked_lately(person).first()
    if lately:
        wait = lately.asked_at + ONE_IN - timezone.now()
        raise TooFast(int(wait.total_seconds()) + 1, _("You can ask for one archive a day."))
    archive = Archive.objects.create(person=person)
    transaction.on_commit(partial(_send, archive.pk), robust=True)
    return archive


def may_ask(person: User) -> bool:
    """Whether `ask_for_archive` would refuse."""
    return not _asked_lately(person).exists()


def make_archive(archive_id: int) -> None:
    """Writes the file; does nothing if somebody else does, or has."""
    if not _waiting().filter(pk=archive_id).update(taken_at=timezone.now(), tries=F("tries") + 1):
        return
    archive = Archive.objects.select_related("person").get(pk=archive_id)
    name = f"{secrets.token_urlsafe(24)}.zip"
    if archive.file_name:
        _storage().delete(archive.file_name)  # of a try that came to nothing
    # Named before it is there: whatever becomes of this process, somebody knows what to delete.
    Archive.objects.filter(pk=archive.pk).update(file_name=name)
    with _storage().open(name, "wb") as file:
        _write(archive.person, file)
    made = {"state": Archive.State.READY, "ready_at": timezone.now(), "file_name": name, "size": _storage().size(name)}
    if not Archive.objects.filter(pk=archive.pk, state=Archive.State.REQUESTED).update(**made):
        _storage().delete(name)  # deleted meanwhile, with its person perhaps


def sweep() -> None:
    """Sends again what waited too long, gives up what failed too often, and deletes what is a week old."""
    now = timezone.now()
    stuck = Archive.objects.filter(state=Archive.State.REQUESTED, tries__gte=MOST_TRIES, taken_at__lt=now - TAKEN_FOR)
    stuck.update(state=Archive.State.FAILED)
    for archive in Archive.objects.filter(asked_at__lt=now - KEPT):
        archive.delete()
        if archive.file_name:
            _storage().delete(archive.file_name)
    for archive in _waiting().filter(asked_at__lt=now - timedelta(minutes=1)):
        _send(archive.pk)


def open_archive(archive: Archive) -> File:
    """Raises FileNotFoundError if it is gone."""
    return _storage().open(archive.file_name)


def files_of(person: User) -> list[belongings.StoredFile]:
    """The archives themselves, which go when the person goes."""
    return [belongings.StoredFile(_storage(), name, "") for name in person.archives.values_list("file_name", flat=True) if name]


def _asked_lately(person: User) -> QuerySet[Archive]:
    lately = person.archives.filter(asked_at__gt=timezone.now() - ONE_IN)
    return lately.exclude(state=Archive.State.FAILED).order_by("-asked_at")


def _waiting() -> QuerySet[Archive]:
    is_free = Q(taken_at=None) | Q(taken_at__lt=timezone.now() - TAKEN_FOR)
    return Archive.objects.filter(is_free, state=Archive.State.REQUESTED, tries__lt=MOST_TRIES)


def _write(person: User, file: File) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _ABOUT)
        for name, rows in belongings.rows_of(person).items():
            archive.writestr(f"{name}.json", json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for stored in belongings.files_of(person):
            if stored.called:
                with stored.storage.open(stored.name) as source, archive.open(f"files/{stored.called}", "w") as place:
                    for chunk in source.chunks():
                        place.write(chunk)


def _send(archive_id: int) -> None:
    from apps.accounts.tasks import make_archive as task

    task.delay(archive_id)


def _storage() -> Storage:
    return storages["archives"]
