"""What is offered while one types a @mention, a #hashtag or a search."""

import pytest

from apps.graph import protecting
from apps.home import finding
from apps.tweets.services import post_tweet
from tests import factories

pytestmark = pytest.mark.django_db


def people(viewer, typed: str) -> list[str]:
    return [person.handle for person in finding.suggested(viewer, typed).people]


def hashtags(viewer, typed: str) -> list[str]:
    return [hashtag.shown for hashtag in finding.suggested(viewer, typed).hashtags]


def test_whom_bob_follows_comes_first_then_whose_handle_begins_so(bob, alice):
    for handle, name in (("al_zebra", "Zoe"), ("zoe_two", "Alma Two"), ("balu", "Balu"), ("real", "Real")):
        factories.person(handle, name=name)
    assert people(bob, "@al") == ["alice", "al_zebra", "zoe_two"]


def test_accents_and_case_make_no_difference(bob):
    factories.person("garcia_1", name="José García")
    assert people(bob, "@JOSE") == people(bob, "@gárc") == ["garcia_1"]


def test_a_sign_alone_offers_whom_one_follows(bob, alice, charlie):
    assert people(bob, "@") == ["alice"]
    assert people(charlie, "@") == []


def test_nobody_behind_a_block_whoever_set_it(alice, mallory, bob):
    assert people(mallory, "@ali") == people(alice, "@mal") == []
    assert people(bob, "@mal") == ["mallory"]


def test_protected_people_are_offered_and_those_who_left_are_not(alice, bob, charlie):
    protecting.set_protected(person=alice, is_protected=True)
    assert people(charlie, "@ali") == ["alice"]
    alice.is_active = False
    alice.save()
    assert people(charlie, "@ali") == []


def test_never_more_than_eight(bob):
    for number in range(12):
        factories.person(f"robin{number}")
        post_tweet(author=bob, text=f"#robin{number}")
    assert len(people(bob, "@rob")) == len(hashtags(bob, "#rob")) == 8
    both = finding.suggested(bob, "rob")
    assert (len(both.people), len(both.hashtags)) == (5, 3)


def test_hashtags_that_only_hidden_people_used_are_not_offered(alice, mallory, charlie):
    post_tweet(author=alice, text="#Dawn")
    assert hashtags(charlie, "#da") == hashtags(charlie, "da") == ["Dawn"]
    assert hashtags(mallory, "#da") == []


@pytest.mark.parametrize("typed", ["", "@", "#", "%", "_", "@%", "#%", "\0", "@\0", "'", "#\\", "é" * 5000, "#" + "a" * 500])
def test_strange_words_break_nothing(client, alice, typed):
    assert client.get("/suggestions/", {"q": typed}).status_code == 200
    assert "alice" not in client.get("/suggestions/", {"q": typed}).content.decode()


def test_they_are_options_of_a_list(client, alice, charlie):
    client.force_login(charlie)
    html = client.get("/suggestions/", {"q": "@ali"}).content.decode()
    assert 'role="option" data-insert="@alice"' in html
    assert "<html" not in html
