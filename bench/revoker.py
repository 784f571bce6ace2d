"""`python -m bench.revoker`: for each line with the id of a person, revokes them and prints when it was called and when it returned."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
django.setup()

from apps.accounts.models import User  # noqa: E402
from apps.accounts.revoking import Reason, revoke  # noqa: E402

print("ready", flush=True)
for line in sys.stdin:
    person = User.objects.get(pk=int(line))
    called = time.monotonic()
    revoke(person=person, reason=Reason.LOGGED_OUT)
    print(called, time.monotonic(), flush=True)
