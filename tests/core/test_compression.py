"""How pages travel."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_travels_compressed_to_who_takes_it(client):
    plain, packed = client.get("/"), client.get("/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert b"<!doctype html>" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 2


def test_what_is_no_page_travels_as_it_is(client):
    assert "Content-Encoding" not in client.get("/unread/messages/", headers={"accept-encoding": "gzip"}).headers
