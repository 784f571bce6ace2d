"""Linnet as an app: what a browser reads of it, and the page that is shown without a network."""

import base64
import hashlib
import json
import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_there(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    about = answer.json()
    assert (about["display"], about["start_url"], about["scope"]) == ("standalone", "/", "/")
    assert {icon["sizes"] for icon in about["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in about["icons"]} == {"any", "maskable"}
    for icon in about["icons"]:
        size = int(icon["sizes"].split("x")[0])
        with open(finders.find(icon["src"].removeprefix("/static/")), "rb") as file:  # noqa: PTH123
            head = file.read(24)
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (size, size)


def test_its_shortcuts_lead_somewhere(client, alice):
    client.force_login(alice)
    for shortcut in client.get("/manifest.webmanifest").json()["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_every_page_names_the_manifest(client):
    html = client.get("/accounts/login/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in html
    assert 'rel="apple-touch-icon"' in html
    assert html.count('name="theme-color"') == 2


def test_the_worker_is_served_at_the_root_and_never_from_a_cache(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert ("no-cache" in answer["Cache-Control"], answer["Service-Worker-Allowed"]) == (True, "/")
    facts = json.loads(re.match(r"const SITE = (.*);\n", answer.content.decode())[1])
    assert re.fullmatch(r"linnet-[0-9a-f]{12}", facts["cache"])
    assert client.get(facts["offline"]).status_code == 200
    assert client.get("/sw.js").content == answer.content


def test_the_offline_page_is_nobodys_and_needs_nothing_else(client, alice):
    page = client.get("/offline/")
    client.force_login(alice)
    assert client.get("/offline/").content == page.content
    html = page.content.decode()
    assert "alice" not in html.lower()
    assert not re.search(r'(src|href)="[^"]', html)


def test_what_stands_in_the_offline_page_is_what_its_policy_lets_through(client):
    page = client.get("/offline/")
    policy = page["Content-Security-Policy"]
    for tag in ("style", "script"):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", page.content.decode(), re.DOTALL)[1]
        assert f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert "sha256" not in client.get("/accounts/login/")["Content-Security-Policy"]


def test_what_is_shared_is_written_and_not_posted(client, alice):
    client.force_login(alice)
    html = client.get(
        "/tweets/new/", {"title": "A page", "text": "Look: A page", "url": "https://example.org/x"}
    ).content.decode()
    assert 'data-words="Look: A page\nhttps://example.org/x"' in html
    assert not alice.tweets.exists()
    assert 'data-context="new"' in client.get("/tweets/new/").content.decode()
