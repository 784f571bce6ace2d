"""Static files with their hash in the name, ES modules included."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the imports of our own modules too.

    Django's own switch for this (`support_js_module_import_aggregation`) reads every script, third-party ones included,
    and stumbles over import examples in their comments.
    """

    max_post_process_passes = 8
    patterns = (*HashedFilesMixin.patterns, ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]))  # type: ignore[attr-defined]


def collect() -> None:
    """Collects the static files into STATIC_ROOT; at once if none has changed since the last time (it takes seconds)."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp, state = root / "collected", _state_of_sources()
    with _alone_in(root):
        if not stamp.exists() or stamp.read_text() != state:
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(state)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Waits for its turn: processes that start together would delete each other's half-written files."""
    with (folder / "collecting").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _state_of_sources() -> str:
    """Changes whenever a static file is added, removed or written to."""
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            seen.update(f"{path} {storage.get_modified_time(path)}\n".encode())
    return seen.hexdigest()
