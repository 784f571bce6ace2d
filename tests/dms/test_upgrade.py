"""A site that was in use before there were groups and requests keeps what people said to each other."""

import json
import os
import subprocess
import sys

import pytest

from tests.running_site import BASE_DIR, standing

_BEFORE = """
import uuid
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

executor = MigrationExecutor(connection)
executor.migrate([("dms", "0002_removed")])
apps = executor.loader.project_state([("dms", "0002_removed")]).apps
User, Conversation, Message, Side = (apps.get_model(*name.split(".")) for name in ("accounts.User", "dms.Conversation", "dms.Message", "dms.Side"))
ann, ben = (User.objects.create(handle=handle, name=handle) for handle in ("ann", "ben"))
talk = Conversation.objects.create(first=ann, second=ben)
said = [Message.objects.create(conversation=talk, author=one, text=text, client_id=uuid.uuid4()) for one, text in ((ann, "The robin sings"), (ben, "It does"))]
Conversation.objects.filter(pk=talk.pk).update(last_message=said[-1])
Side.objects.create(conversation=talk, person=ann, other=ben)
Side.objects.create(conversation=talk, person=ben, other=ann, read_to=said[-1].pk)
"""
_AFTER = """
import json
from apps.accounts.models import User
from apps.dms import pages
from apps.dms.groups import make_group
from apps.dms.services import send_message
from uuid import uuid4

ann, ben = User.objects.get(handle="ann"), User.objects.get(handle="ben")
told = {
    "inbox": [talk.person.handle for talk in pages.inbox_of(ann).talks],
    "requests": len(pages.requests_of(ann).talks),
    "shown": [message.text for message in pages.stretch_of(pages.inbox_of(ann).sides[0]).messages],
    "unread": [pages.unread_count(ann), pages.unread_count(ben)],
    "found": [message.text for message in pages.found_by(ben, "robin").messages],
}
told["goes on"] = send_message(author=ann, to=ben, text="Still", client_id=uuid4()).conversation_id == pages.inbox_of(ann).sides[0].conversation_id
told["group"] = make_group(maker=ann, people=[ben], name="Birds").name
print(json.dumps(told))
"""


@pytest.fixture
def inside(tmp_path):
    """What a script prints at the end that runs in a site of its own."""
    environment = {**os.environ, **standing(tmp_path)}

    def run(*arguments: str) -> str:
        command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    return run


def test_what_was_said_before_there_were_groups_is_there(inside):
    inside("shell", "-v", "0", "-c", _BEFORE)
    inside("migrate", "--verbosity", "0")
    told = json.loads(inside("shell", "-v", "0", "-c", _AFTER).strip().splitlines()[-1])
    assert told == {
        "inbox": ["ben"],
        "requests": 0,
        "shown": ["The robin sings", "It does"],
        "unread": [1, 0],
        "found": ["The robin sings"],
        "goes on": True,
        "group": "Birds",
    }
