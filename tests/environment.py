"""Loaded before the settings are: tests keep their data in a folder of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TEST_DATA_DIR" in os.environ:
    os.environ["DATA_DIR"] = os.environ["TEST_DATA_DIR"]
else:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="linnet-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

Path(os.environ["DATA_DIR"], "static").mkdir(exist_ok=True)  # the static files' middleware warns without it
