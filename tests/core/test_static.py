"""Collecting static files."""

import os
import subprocess
import sys

import pytest

from tests.running_site import BASE_DIR

pytestmark = pytest.mark.pure

COLLECT = "import django; django.setup(); from apps.core.static import collect; collect()"


def test_processes_that_collect_into_one_folder_take_turns(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "spaces_project.settings"}
    several = [subprocess.Popen([sys.executable, "-c", COLLECT], cwd=BASE_DIR, env=environment) for _ in range(3)]
    assert [one.wait(120) for one in several] == [0, 0, 0]
    assert (tmp_path / "static" / "staticfiles.json").exists()
