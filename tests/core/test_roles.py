"""What each part of Linnet is, and when it can't be run apart."""

import pytest
from channels.testing import WebsocketCommunicator

from apps.core import roles
from apps.realtime.consumers import ElsewhereConsumer
from tests.core.test_serve import refusal

BOTH = {"DATABASE_URL": "postgres://somewhere/linnet", "REDIS_URL": "redis://somewhere/0"}


@pytest.fixture
def production(settings):
    settings.DATABASE_URL, settings.REDIS_URL, settings.HAS_KEPT_KEY = *BOTH.values(), False


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_role_runs_on_postgresql_and_redis_with_a_key(production, role):
    assert roles.fault_of(role) is None


@pytest.mark.parametrize("missing", ["DATABASE_URL", "REDIS_URL"])
def test_no_role_runs_without_one_of_them(production, settings, missing):
    setattr(settings, missing, "")
    assert missing in str(roles.fault_of("web"))
    assert "leave the role out" in str(roles.fault_of("web"))


def test_no_role_runs_with_a_key_that_other_machines_have_not(production, settings):
    settings.HAS_KEPT_KEY = True
    assert "SECRET_KEY" in str(roles.fault_of("live"))


def test_what_is_no_role_is_named(production):
    assert roles.fault_of("cook") == "ROLE=cook is none of web, live, worker, beat."


@pytest.mark.parametrize(
    ("role", "names"),
    [(None, ["web", "work"]), ("web", ["web"]), ("live", ["live"]), ("worker", ["worker"]), ("beat", ["beat"])],
)
def test_the_processes_of_a_role(role, names, monkeypatch):
    monkeypatch.setenv("ROLE", "")
    monkeypatch.setenv("DATA_DIR", "")
    children = roles.children(role, "127.0.0.1", 8000)
    assert [child.name for child in children] == names
    assert all(child.niceness for child in children if child.name in ("work", "worker", "beat"))
    assert roles.listens(role) == bool({"web", "live"} & set(names))


async def test_the_socket_of_a_space_in_a_process_without_rooms_is_sent_away_and_the_operator_told(caplog):
    wire = WebsocketCommunicator(ElsewhereConsumer.as_asgi(), "/live/spaces/5/")
    assert (await wire.connect(10))[0]
    assert await wire.receive_output(10) == {"type": "websocket.close", "code": 1012, "reason": "restarting"}
    assert "/live/spaces/5/ came to a process without live rooms" in caplog.text


@pytest.mark.xdist_group("serve")
def test_serve_says_plainly_what_a_role_lacks(tmp_path):
    said = refusal(tmp_path, ROLE="live", DATABASE_URL="", REDIS_URL="")
    assert "The role live needs DATABASE_URL and REDIS_URL." in said


@pytest.mark.xdist_group("serve")
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DATABASE_URL": "mysql://root:secret@localhost/linnet"}, "DATABASE_URL must begin with postgres://"),
        ({"DATABASE_URL": "postgres://linnet:secret@localhost:port/linnet"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgres://linnet:secret@localhost"}, "DATABASE_URL names no database"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must look like redis://"),
        ({"REDIS_URL": "redis://:secret@localhost:6379/linnet"}, "REDIS_URL ends with the number of the database"),
        ({"DATABASE_URL": "postgres://linnet:secret@127.0.0.1:1/linnet?connect_timeout=2"}, "The database does not answer"),
    ],
)
def test_addresses_that_lead_nowhere_are_said_plainly_and_passwords_never(tmp_path, variables, said):
    printed = refusal(tmp_path, **{"DATABASE_URL": "", "REDIS_URL": "", **variables})
    assert said in printed
    assert "secret" not in printed
