"""Every setting is where an operator looks for it."""

import re

from tests.running_site import BASE_DIR


def test_every_variable_is_in_the_example():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (BASE_DIR / "spaces_project/settings.py").read_text()))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    assert read == explained
    assert "DATA_DIR" in read
