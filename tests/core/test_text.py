"""What people write becomes a count and safe HTML."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.text import cleaned, is_blank, is_link, is_tag, links, rich_html, tag_name, tagged, weighted_length

pytestmark = pytest.mark.pure

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "weighted_lengths.json").read_text())
# Text as people and their enemies write it: markup, links, mentions, direction marks, halves of emoji.
PIECES = st.sampled_from(
    [
        "<script>",
        "&lt;",
        '"',
        "'",
        "javascript:",
        "https://example.com/",
        "example.com",
        "@bob",
        "#tag",
        "#" + "1" * 100 + "a",
        "#ﷺ",
        "\u202e",
        "\u2066",
        "\u200d",
        "👨",
        "\n",
        "\r",
    ]
)
anything = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join)


@pytest.mark.parametrize("vector", VECTORS, ids=[ascii(vector["text"])[:40] for vector in VECTORS])
def test_python_counts_as_the_vectors_say(vector):
    assert weighted_length(cleaned(vector["text"])) == vector["weight"]


class Reader(HTMLParser):
    """Collects the tags, the addresses and the words of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.hrefs, self.words = set(), [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"class", "href", "rel", "target"}
        self.hrefs += [value for name, value in attrs if name == "href"]
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data):
        self.words += data


@given(anything)
def test_whatever_is_written_only_links_and_line_breaks_come_out(text):
    page = Reader(rich_html(cleaned(text)))
    assert page.tags <= {"a", "bdi", "br"}
    assert all(href.lower().startswith(("http://", "https://", "/@", "/tags/")) for href in page.hrefs)


@given(anything.filter(lambda text: "://" not in text and ".com" not in text))
def test_nothing_of_the_words_is_lost(text):
    assert Reader(rich_html(cleaned(text))).words == cleaned(text)


@given(anything)
def test_cleaning_twice_is_cleaning_once(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(anything)
def test_a_cleaned_text_has_no_character_that_reorders_the_page(text):
    assert not set(cleaned(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r\0")


@given(anything, anything)
def test_more_words_never_count_less_than_nothing(text, more):
    assert 0 <= weighted_length(text) <= 23 + 2 * len(text)


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b\u200d\ufeff", "\u202e\u2066\u2069", "\u3164\u2800", "\0"])
def test_a_text_that_draws_nothing_is_blank(text):
    assert is_blank(cleaned(text))


def test_an_emoji_newer_than_python_is_kept():
    assert cleaned("\U0001fae9") == "\U0001fae9"


def test_many_empty_lines_become_one():
    assert cleaned("a\n\n\n\n\nb") == "a\n\nb"


def test_mentions_tags_and_links_lead_somewhere():
    html = rich_html("@bob on #Radio: example.com/a?b=c&d.")
    assert '<a class="link" href="/@bob/">@<bdi>bob</bdi></a>' in html
    assert 'href="/tags/Radio/"' in html
    assert 'href="https://example.com/a?b=c&amp;d"' in html


def test_a_hashtag_is_one_however_it_is_written():
    assert tagged("#Radio in #radio, #ＲＡＤＩＯ and #ｶﾞ, not example.com/#place, #1 or a#b") == [
        "Radio",
        "radio",
        "ＲＡＤＩＯ",
        "ｶﾞ",
    ]
    assert {tag_name(tag) for tag in ("Radio", "ＲＡＤＩＯ", "radio")} == {"radio"}
    assert tag_name("ｶﾞ") == tag_name("ガ")


@given(anything)
def test_every_hashtag_leads_to_its_page(text):
    for tag in tagged(cleaned(text)):
        assert is_tag(tag)
        assert 0 < len(tag_name(tag)) <= 100


def test_an_address_of_a_person_is_neither_mention_nor_link():
    assert "<a" not in rich_html("write to bob@example.com")


def test_a_very_long_word_is_read_quickly():
    weighted_length("a." * 2000 + "(" * 2000)


def test_the_links_of_a_text_have_a_scheme():
    assert links("See linnet.example.com/a, then https://x.example/b!") == [
        "https://linnet.example.com/a",
        "https://x.example/b",
    ]


@pytest.mark.parametrize(
    ("said", "is_one"), [("https://x.example/b", True), ("x.com", True), ("see x.com", False), ("x.com ", False), ("", False)]
)
def test_whether_a_text_is_one_link(said, is_one):
    assert is_link(said) is is_one
