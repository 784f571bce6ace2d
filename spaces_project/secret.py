"""The secret key of an installation that was given none."""

import contextlib
import os
import secrets
from pathlib import Path


def kept_secret(folder: Path) -> str:
    """The key kept in `folder`, made on first use; only the owner may read it.

    Written under another name and linked into place, so that two processes starting at once agree on one key.
    """
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
