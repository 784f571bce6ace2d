"""Nothing is sent to where a browser must not lead us: into this machine, this network, or by a way around."""

import pytest

from apps.core.errors import Refused
from apps.notifications import courier, endpoints
from apps.notifications.courier import Fate, Letter
from tests.notifications.push_service import Browser, PushService, push_service

BAD = [
    "http://push.example.com/x",
    "ftp://push.example.com/x",
    "https://push.example.com:8443/x",
    "https://user:word@push.example.com/x",
    "https://push.example.com:x/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://10.0.0.1/",
    "https://2130706433/",
    "https://0x7f.0x1/",
    "https://127.1/",
    "https://localhost/",
    "https://intranet/",
    "https://1.1.1.1/",
    "https:///x",
    "https://[::1",
    "//push.example.com/x",
    "javascript:alert(1)",
    "x",
    "https://push.exämple.com/",
]


@pytest.mark.pure
@pytest.mark.parametrize(
    "endpoint", [*BAD, "", "https://a b.example.com/", "https://" + "a." * 130 + "com/", "https://e.com/" + "x" * 1000]
)
def test_an_address_that_is_no_push_service_is_refused(endpoint):
    with pytest.raises(Refused, match="bad_endpoint"):
        endpoints.check_endpoint(endpoint)


@pytest.mark.pure
@pytest.mark.parametrize(
    "endpoint", ["https://fcm.googleapis.com/fcm/send/x:y", "https://updates.push.services.mozilla.com:443/wpush/v2/x"]
)
def test_a_push_service_is_taken(endpoint):
    endpoints.check_endpoint(endpoint)


@pytest.mark.pure
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::1",
        "2001:0:7f00:1::1",
        "2001:db8::1",
    ],
)
def test_what_is_not_everybodys_is_not_open(address):
    assert not endpoints.is_open_address(address)


@pytest.mark.pure
@pytest.mark.parametrize("address", ["1.1.1.1", "142.250.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_what_is_everybodys_is_open(address):
    assert endpoints.is_open_address(address)


def letter_to(service: PushService, host: str, scheme: str = "http") -> Letter:
    asks = Browser(service).asks
    endpoint = f"{scheme}://{host}/push/a"
    return Letter(endpoint, asks["p256dh"], asks["auth"], b"{}", ttl=60, is_urgent=False, tag="t")


@pytest.mark.pure
def test_a_name_that_leads_to_this_machine_is_not_followed(settings, monkeypatch):
    """A name may lead elsewhere by the time something is sent: it is looked up then, and what was checked is connected to."""
    with push_service() as service:
        asked = []
        monkeypatch.setattr(endpoints, "check_endpoint", asked.append)
        answers = courier.post([letter_to(service, f"localhost:{service.port}")])
        assert [answer.fate for answer in answers] == [Fate.FORBIDDEN]
        assert (len(asked), service.got) == (1, [])
        settings.PUSH_ALLOWED_LOCAL = [f"localhost:{service.port}"]
        assert courier.post([letter_to(service, f"localhost:{service.port}")])[0].fate == Fate.TAKEN


@pytest.mark.pure
def test_an_address_that_became_bad_is_not_sent_to():
    with push_service() as service:
        assert courier.post([letter_to(service, service.place)])[0].fate == Fate.FORBIDDEN
        assert service.got == []


@pytest.mark.pure
def test_one_who_is_silent_keeps_nobody_waiting(settings, monkeypatch):
    monkeypatch.setattr(courier, "TIMEOUT", 0.5)
    with push_service() as service:
        settings.PUSH_ALLOWED_LOCAL = [service.place]
        service.answers = ["silence"]
        first, *others = courier.post([letter_to(service, service.place) for _ in range(5)])
        fates = sorted(answer.fate.value for answer in (first, *others))
        assert fates == ["later", "taken", "taken", "taken", "taken"]
