"""Nobody can change what the log says, and be it in the database itself."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.moderation import log
from apps.moderation.models import LogEntry, LogHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(mod):
    return [log.record(actor=mod, action="claimed", subject=f"Tweet {number}", why=str(number)) for number in range(4)]


@pytest.fixture
def unguarded(entries):
    """Somebody with the keys of the database takes the guard away; the transaction of the test brings it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE moderation_logentry DISABLE TRIGGER log_refuses_change")
        else:
            cursor.execute("DROP TRIGGER log_refuses_update")
            cursor.execute("DROP TRIGGER log_refuses_delete")


def test_a_whole_chain_is_fine(entries, capsys):
    call_command("verify_audit_log")
    assert "4 entries" in capsys.readouterr().out


def test_the_database_refuses_changes(entries):
    for deed in (
        lambda: LogEntry.objects.filter(number=2).update(actor="eve"),
        lambda: LogEntry.objects.filter(number=2).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()


@pytest.mark.parametrize(
    "change", [{"actor": "eve"}, {"details": {"why": "9"}}, {"action": "decided_dismiss"}, {"at": "2026-01-01T00:00Z"}]
)
def test_a_changed_entry_is_found(unguarded, change):
    LogEntry.objects.filter(number=2).update(**change)
    assert log.faults() == ["Entry 2 was changed."]


def test_a_changed_entry_with_a_new_hash_is_found(unguarded):
    entry = LogEntry.objects.get(number=2)
    entry.actor = "eve"
    entry.hash = entry.counted_hash()
    entry.save()
    assert log.faults() == ["Entry 3 does not follow the one before it."]


@pytest.mark.parametrize(("number", "found"), [(1, "Entries 1 to 1"), (2, "Entries 2 to 2"), (4, "should end with entry 4")])
def test_a_missing_entry_is_found_first_middle_or_last(unguarded, number, found):
    LogEntry.objects.filter(number=number).delete()
    assert found in log.faults()[0]


def test_swapped_entries_are_found(unguarded):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        LogEntry.objects.filter(number=old).update(number=new)
    assert len(log.faults()) >= 2


def test_an_emptied_log_is_found(unguarded):
    LogEntry.objects.all().delete()
    with pytest.raises(CommandError, match="should end with entry 4"):
        call_command("verify_audit_log")
    LogHead.objects.all().delete()
    assert log.faults() == []  # a new site
