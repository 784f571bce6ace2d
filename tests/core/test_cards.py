"""Who draws what a Tweet shows."""

import pytest

from apps.core import cards
from apps.core.cards import Card, cards_for, chosen
from apps.core.errors import Refused

pytestmark = pytest.mark.pure


@pytest.fixture
def asked(monkeypatch) -> list:
    """Nests may be drawn, but not the one of the cuckoo; here is who asked for what."""
    asked = []

    def draw(viewer, paths):
        asked.append((viewer, paths))
        return {path: Card("nest.html", {"path": path}) for path in paths if "cuckoo" not in path}

    monkeypatch.setattr(cards, "_drawers", {})
    cards.register("/nests/", draw)
    return asked


def test_a_path_is_drawn_by_the_app_that_owns_it(asked):
    assert cards_for("bob", ["/nests/1/", "/eggs/1/"]) == {"/nests/1/": Card("nest.html", {"path": "/nests/1/"})}


def test_many_paths_are_one_question_with_each_path_once(asked):
    cards_for("bob", ["/nests/2/", "", "/nests/1/", "/nests/2/"])
    assert asked == [("bob", ["/nests/1/", "/nests/2/"])]


def test_what_the_viewer_may_not_see_has_no_card(asked):
    assert list(cards_for("bob", ["/nests/cuckoo/", "/nests/1/"])) == ["/nests/1/"]


def test_nobody_is_asked_about_nothing(asked):
    assert cards_for("bob", ["", "/eggs/1/"]) == {}
    assert asked == []


def test_the_card_asked_for_goes_before_one_that_a_link_brings(asked):
    linked = "http://localhost/nests/2/"
    assert chosen("bob", f"Look: {linked}", "/nests/1/") == "/nests/1/"
    assert chosen("bob", f"Look: {linked}", "") == "/nests/2/"
    assert chosen("bob", "Look", "") == chosen("bob", "http://localhost/nests/cuckoo/", "") == ""
    with pytest.raises(Refused, match="card_unknown"):
        chosen("bob", linked, "/nests/cuckoo/")


def test_two_apps_draw_side_by_side(asked):
    cards.register("/eggs/", lambda viewer, paths: {path: Card("egg.html", {}) for path in paths})
    found = cards_for("bob", ["/eggs/1/", "/nests/1/"])
    assert {path: card.template for path, card in found.items()} == {"/eggs/1/": "egg.html", "/nests/1/": "nest.html"}


@pytest.fixture
def our_hosts(settings):
    settings.ALLOWED_HOSTS = ["linnet.example", "localhost"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Look: https://linnet.example/nests/7/.", "/nests/7/"),
        ("http://LOCALHOST:8000/nests/7/?from=here#top", "/nests/7/"),
        ("https://linnet.example/@alice/ and http://localhost/nests/8/", "/nests/8/"),
        ("https://elsewhere.example/nests/7/", ""),
        ("https://linnet.example.elsewhere.example/nests/7/", ""),
        ("https://linnet.example/eggs/7/", ""),
        ("/nests/7/", ""),
        ("", ""),
    ],
)
def test_a_link_to_something_of_ours_is_found_in_a_text(asked, our_hosts, text, path):
    assert cards.path_in(text) == path


def test_a_site_that_answers_to_any_name_takes_no_link_for_its_own(asked, settings):
    settings.ALLOWED_HOSTS = ["*", "linnet.example"]
    assert cards.path_in("https://elsewhere.example/nests/7/") == ""
    assert cards.path_in("https://linnet.example/nests/7/") == "/nests/7/"
