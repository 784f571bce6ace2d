"""Collecting static files."""

import os
import re
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


def test_what_a_page_needs_at_once_is_one_script_and_one_sheet(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "spaces_project.settings"}
    show = "from apps.core.templatetags.ui import main_script, stylesheets; print(main_script(), stylesheets())"
    done = subprocess.run(
        [sys.executable, "-c", f"{COLLECT}; {show}"], cwd=BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    script, sheet = re.fullmatch(r'(\S+) <link rel="stylesheet" href="(\S+)">\n', done.stdout).groups()
    for address in (script, sheet):
        assert re.fullmatch(r"/static/linnet\.[0-9a-f]{12}\.(js|css)", address)
        for compressed in ("", ".br", ".gz"):
            assert (tmp_path / f"{address[1:]}{compressed}").exists()
