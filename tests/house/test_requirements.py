"""Whatever Linnet is installed for, it is the same Linnet."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]


def pinned(name: str) -> set[str]:
    return set((ROOT / name).read_text().splitlines())


@pytest.mark.parametrize("name", ["requirements-dev.txt", "requirements-whisper.txt"])
def test_all_that_is_installed_to_run_is_installed_there_too(name):
    assert not pinned("requirements.txt") - pinned(name)
