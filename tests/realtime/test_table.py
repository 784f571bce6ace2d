"""Who hears what inside the web process."""

import json

import pytest
from django.db import transaction

from apps.realtime import events, push
from apps.realtime.table import Table


def deliver(table: Table, topic: str = "live", event: str = "counted", **data) -> None:
    table.deliver(json.dumps({"topic": topic, "event": event, "data": data}).encode())


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def heard(table) -> list:
    heard = []
    table.subscribe("live", lambda event, data: heard.append((event, data)))
    return heard


def test_a_nudge_is_heard_on_its_topic_and_on_no_other(table, heard):
    deliver(table, "space:5", n=1)
    deliver(table, "live", n=2)
    assert heard == [("counted", {"n": 2})]


def test_all_on_a_topic_hear_it_once(table, heard):
    more = []

    def hear(event, data):
        more.append(event)

    for _twice in range(2):
        table.subscribe("live", hear)
    deliver(table)
    assert (len(heard), len(more)) == (1, 1)


def test_the_fault_of_one_hearer_stops_no_other(table, heard, caplog):
    def fail(event, data):
        raise RuntimeError("no ears")

    table.subscribe("live", fail)
    later = []
    table.subscribe("live", lambda event, data: later.append(event))
    deliver(table)
    assert (len(heard), len(later)) == (1, 1)
    assert "A hearer of live failed." in caplog.text


def test_who_stopped_listening_hears_nothing_even_if_told_twice(table):
    heard = []
    table.subscribe("live", heard.append)
    for _twice in range(2):
        table.unsubscribe("live", heard.append)
    deliver(table)
    assert heard == []
    assert not table._hearers


def test_a_hearer_may_stop_listening_while_it_hears(table, heard):
    def once(event, data):
        heard.append("once")
        table.unsubscribe("live", once)

    table.subscribe("live", once)
    deliver(table)
    deliver(table)
    assert heard.count("once") == 1
    assert len(heard) == 3


@pytest.mark.django_db
def test_a_push_leaves_when_its_transaction_is_committed(nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        push.to_user(7, events.FollowsChanged())
        push.to_topic(events.LIVE, events.SpaceCounted("5", 3))
        assert nudges() == []
    assert nudges() == [("person:7", "follows_changed", {}), ("live", "space_counted", {"space": "5", "listening_count": 3})]


@pytest.mark.django_db
def test_a_push_that_fails_does_not_undo_what_was_committed(django_capture_on_commit_callbacks, caplog):
    later = []
    with django_capture_on_commit_callbacks(execute=True):
        push.to_topic("live", events.SpaceEnded("x" * 70_000))
        transaction.on_commit(lambda: later.append("still done"))
    assert later == ["still done"]
    assert "ids, not contents" in caplog.text
