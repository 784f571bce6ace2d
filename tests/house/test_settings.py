"""Every setting is where an operator looks for it."""

import os
import re
import subprocess
import sys

import pytest

from tests.running_site import BASE_DIR


def test_every_variable_is_in_the_example():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (BASE_DIR / "spaces_project/settings.py").read_text()))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    assert read == explained
    assert "DATA_DIR" in read


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("tweets=100,likes=50", "100 50 400"),
        ("tweets=0", "it would allow nothing"),
        ("dreams=5", "no such limit"),
        ("likes=many", "no such"),
    ],
)
def test_limits_are_changed_by_name(written, found):
    asked = "from django.conf import settings; print(*(settings.LIMITS[name] for name in ('tweets', 'likes', 'follows')))"
    environment = {**os.environ, "LIMITS": written, "DJANGO_SETTINGS_MODULE": "spaces_project.settings"}
    answer = subprocess.run([sys.executable, "-c", asked], env=environment, cwd=BASE_DIR, capture_output=True, text=True)
    assert found in answer.stdout + answer.stderr
