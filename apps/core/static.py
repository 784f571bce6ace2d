"""Static files with their hash in the name, ES modules included; and all that a page needs at once in one script and one sheet."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import HashedFilesMixin, staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from apps.core.joining import joined_modules

MAIN_SCRIPT = "js/main.js"
JOINED_SCRIPT, JOINED_STYLES = "linnet.js", "linnet.css"  # beside our modules, not among them: nothing in them is to be rewritten


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the imports of our own modules too.

    Django's own switch for this (`support_js_module_import_aggregation`) reads every script, third-party ones included,
    and stumbles over import examples in their comments.
    """

    max_post_process_passes = 8
    joins = True
    patterns = (*HashedFilesMixin.patterns, ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]))  # type: ignore[attr-defined]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As ever, with the joined files among the rest."""
        if not dry_run:
            for path, text in self._joined():
                Path(self.path(path)).write_text(text, encoding="utf-8")
                paths[path] = (self, path)
        yield from super().post_process(paths, dry_run, **options)

    def _joined(self) -> Iterator[tuple[str, str]]:
        from apps.core.templatetags.ui import STYLESHEETS

        yield JOINED_SCRIPT, rjsmin.jsmin(joined_modules(Path(self.path(MAIN_SCRIPT))))  # a quarter of them is comments
        sheets = [Path(self.path(f"css/{name}.css")) for name in STYLESHEETS]
        yield JOINED_STYLES, "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def joins() -> bool:
    """Whether pages load the joined files."""
    return getattr(staticfiles_storage, "joins", False)


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
    """Changes whenever a static file is added, removed or written to, and with how they are joined."""
    how = [Path(__file__), Path(__file__).with_name("joining.py"), Path(__file__).parent / "templatetags" / "ui.py"]
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode() + b"".join(map(Path.read_bytes, how)))
    for finder in get_finders():
        for path, storage in finder.list(None):
            seen.update(f"{path} {storage.get_modified_time(path)}\n".encode())
    return seen.hexdigest()
