"""What people write about themselves, and what is made of it."""

import pytest

pytestmark = pytest.mark.django_db
MEGABYTE = 1_000_000


@pytest.fixture
def saved(client, alice):
    """Alice saves these words; how she is then, and what the form had to say."""
    client.force_login(alice)

    def save(**words):
        response = client.post("/settings/profile/", {"name": "Alice", "bio": "", "location": "", "link": "", **words})
        alice.refresh_from_db()
        return alice, response.context["form"].errors if response.status_code == 422 else {}

    return save


def profile(client):
    return client.get("/@alice/").content.decode()


def test_her_page_says_where_she_is_and_where_else_she_is(client, saved):
    alice, errors = saved(location=" Leith,\nEdinburgh ", link="example.com/radio")
    assert (alice.location, alice.link, errors) == ("Leith, Edinburgh", "https://example.com/radio", {})
    html = profile(client)
    assert "Leith, Edinburgh" in html
    assert 'href="https://example.com/radio" rel="nofollow noopener me ugc" target="_blank">example.com/radio</a>' in html
    assert "Joined" in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://example.com", "http://example.com"),
        ("HTTPS://Example.com/A?b=c#d", "HTTPS://Example.com/A?b=c#d"),
        (" example.com:8443/x ", "https://example.com:8443/x"),
        ("https://bücher.example/ü", "https://bücher.example/ü"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_an_address_on_the_web_is_kept_with_its_scheme(saved, typed, kept):
    alice, errors = saved(link=typed)
    assert (alice.link, errors) == (kept, {})


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.com/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://example.com",
        "//example.com",
        "https://bank.example@evil.example/",
        "https://user:secret@example.com",
        "https://localhost/",
        "https://exa mple.com",
        "https://example.com/<b>",
        'https://example.com/"onmouseover="alert(1)',
        "https://example.com:99999999",
        "https://[::1",
        "two example.com addresses.com",
        "a@b.example",
        "words",
    ],
)
def test_what_is_no_plain_address_is_refused_by_name(saved, typed):
    alice, errors = saved(link=typed)
    assert "not an address on the web" in str(errors["link"])
    assert alice.link == ""


def test_a_link_that_came_in_by_another_way_stays_words(client, alice):
    alice.link = "javascript:alert('<b>')"
    alice.save()
    html = profile(client)
    assert "javascript:alert(&#x27;&lt;b&gt;&#x27;)" in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("field", ["name", "bio", "location"])
def test_html_stays_words(client, saved, field):
    saved(**{field: "<img src=x onerror=1>"})
    html = profile(client)
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


@pytest.mark.parametrize("field", ["name", "bio", "location"])
def test_what_reorders_or_hides_is_taken_out(saved, field):
    alice, errors = saved(**{field: "\u202eA\u200bl\u2060i\ufeffc\u200de\u2066 \u00adM\u200f.\U000e0041"})
    assert (getattr(alice, field), errors) == ("Alice M.", {})


@pytest.mark.parametrize("words", ["👩‍🚀 Ada", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Isla", "می‌خواهم", "क्‍ष"])
def test_joiners_stay_where_they_join(saved, words):
    assert saved(name=words)[0].name == words


@pytest.mark.parametrize("field", ["name", "bio", "location", "link"])
@pytest.mark.parametrize("letter", ["x", "\u0301\u0316", "\u200b", "<", "\n", "https://e.example/"])
def test_a_megabyte_is_answered(saved, field, letter):
    before, _errors = saved()
    alice, errors = saved(**{field: "a" + letter * (MEGABYTE // len(letter))})
    assert errors.keys() <= {field}
    assert errors or len(getattr(alice, field)) <= 31
    assert errors == {} or getattr(alice, field) == getattr(before, field)


@pytest.mark.parametrize(("field", "most"), [("name", 50), ("bio", 160), ("location", 30)])
def test_a_field_takes_so_many_characters_and_no_more(saved, field, most):
    assert saved(**{field: "x" * most})[1] == {}
    assert saved(**{field: "x" * (most + 1)})[1].keys() == {field}


def test_nothing_typed_is_lost_when_a_field_is_refused(client, alice):
    client.force_login(alice)
    response = client.post("/settings/profile/", {"name": "Alice", "bio": "Radio", "location": "Leith", "link": "words"})
    assert response.status_code == 422
    assert all(words in response.content.decode() for words in ("Radio", "Leith", 'value="words"'))
