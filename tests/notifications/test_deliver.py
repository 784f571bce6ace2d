"""Push services that fail, and workers that die."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.notifications import courier, delivering, pushing
from apps.notifications.models import Delivery, Push, Subscription
from tests.notifications.pushed import due_again, mention, send, states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(browser, service, charlie, status):
    service.answers = [status]
    mention(charlie)
    send()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("answer", [429, 500, 503, "silence"])
def test_what_failed_for_now_is_sent_later(browser, service, charlie, answer, monkeypatch):
    monkeypatch.setattr(courier, "TIMEOUT", 0.3 if answer == "silence" else 10)
    service.answers = [answer]
    mention(charlie)
    send(2)
    assert (len(service.got), states()) == (1, ["due"])
    due_again()
    monkeypatch.undo()
    send()
    assert (len(service.got), states()) == (2, ["sent"])


def test_the_service_says_how_long_to_wait(browser, service, charlie):
    service.answers = [
        (429, {"Retry-After": "900"}),
        (503, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}),
        (429, {"Retry-After": "soon"}),
    ]
    mention(charlie)
    send()
    assert Delivery.objects.get().due_at > timezone.now() + timedelta(seconds=880)
    for _ in range(2):
        due_again()
        send()
        assert timezone.now() < Delivery.objects.get().due_at < timezone.now() + timedelta(seconds=880)


def test_it_is_given_up_after_hours(browser, service, charlie):
    service.answers = [500, 500]
    mention(charlie)
    send()
    Push.objects.update(out_at=timezone.now() - delivering.TRIED_FOR)
    due_again()
    send()
    assert states() == ["gave_up"]
    assert Subscription.objects.exists()


@pytest.mark.parametrize(
    "answer", [400, 403, 413, (302, {"Location": "/push/elsewhere"}), (307, {"Location": "/push/elsewhere"})]
)
def test_what_is_refused_is_not_sent_again_and_no_redirect_followed(browser, service, charlie, answer):
    service.answers = [answer]
    mention(charlie)
    send(2)
    assert states() == ["gave_up"]
    assert [path for path, _headers, _body in service.got] == ["/push/a"]


def test_what_a_killed_worker_took_is_taken_once_more(browser, service, charlie):
    service.answers = [503]
    mention(charlie)
    send()
    Delivery.objects.update(due_at=timezone.now(), taken_at=timezone.now())
    send()
    assert len(service.got) == 1
    Delivery.objects.update(taken_at=timezone.now() - Delivery.TAKEN_FOR - timedelta(seconds=1))
    send()
    assert (len(service.got), states()) == (2, ["sent"])


def test_old_rows_go_and_what_waited_a_day_wakes_nobody(browser, service, charlie):
    mention(charlie)
    Push.objects.update(wished_at=timezone.now() - timedelta(hours=25))
    send()
    assert service.got == []
    Push.objects.update(wished_at=timezone.now() - timedelta(days=8))
    delivering.sweep()
    assert not Push.objects.exists()


def test_what_can_not_be_written_or_decided_keeps_no_other_waiting(browser, service, alice, charlie, monkeypatch):
    mention(charlie)
    send()
    mention(charlie, "@alice again")
    monkeypatch.setattr(delivering, "payload_of", lambda *_about, **_how: 1 / 0)
    send()
    assert states() == ["sent", "gave_up"]
    monkeypatch.setattr(pushing, "is_wanted", lambda *_about: 1 / 0)
    mention(charlie, "@alice once more")
    assert not delivering.send_due()
    monkeypatch.undo()
    mention(charlie, "@alice and now")
    send()
    assert [told["body"] for told in browser.woken] == ["@alice good morning", "@alice and now"]
