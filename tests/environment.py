"""Loaded before the settings are: tests keep their data in a folder and in databases of their own."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

from tests import places

if "TEST_DATA_DIR" in os.environ:
    os.environ["DATA_DIR"] = os.environ["TEST_DATA_DIR"]
else:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="linnet-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

Path(os.environ["DATA_DIR"], "static").mkdir(exist_ok=True)  # the static files' middleware warns without it

# What .env says of the site that lives in this clone is no place for tests; what the environment says is.
os.environ.setdefault("DATABASE_URL", "")
os.environ.setdefault("REDIS_URL", "")
places.settle_worker(int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0))
