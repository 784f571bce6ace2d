"""Staff write a rule."""

import pytest
from django.core.exceptions import ValidationError

from apps.moderation import matching, rules
from apps.moderation.models import Rule
from tests import factories

pytestmark = pytest.mark.django_db


def rule(kind: str, what: str = "", *, amount: int = 0, outcome: str = "hold") -> Rule:
    made = Rule(kind=kind, what=what, amount=amount, outcome=outcome)
    made.full_clean()
    made.save()
    return made


def outcome(text: str, author) -> str:
    return rules.verdict_on(text, author=author).outcome


def test_an_ordinary_text_comes_to_nothing(alice):
    assert outcome("Good morning, what a lovely day", alice) == ""


def test_a_word_is_found_as_a_word_however_it_is_spelled(alice):
    rule("word", "gronk")
    assert outcome("you GR0NK!", alice) == "hold"
    assert outcome("gronkers and ungronked", alice) == ""


def test_a_phrase_is_found_across_punctuation(alice):
    rule("phrase", "blue horse club", outcome="warn")
    assert outcome("Join the Blue-Horse... CLUB", alice) == "warn"


def test_a_pattern_is_run_by_re2(alice):
    rule("pattern", r"gr[o0]nk\d{3}")
    assert outcome("code gronk123", alice) == "hold"


@pytest.mark.parametrize("what", ["(a{1000}){1000}", r"(?=x)y", r"(x)\1", "(", "a*", ".", "|x", "(?:\\pL{200}){200}"])
def test_what_runs_away_finds_everything_or_is_no_pattern_is_refused(what):
    with pytest.raises(ValidationError):
        rule("pattern", what)


def test_a_pattern_that_hangs_others_does_not_hang_re2(alice):
    rule("pattern", "^((ab)+)+$")
    assert outcome("ab" * 4_500 + "!", alice) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("look: https://spam.example/x", True),
        ("look: https://WWW.Spam.Example./x", True),
        ("look: https://notspam.example/", False),
        ("look: https://spam.example.org/", False),
        ("look: https://example.org/spam.example/", False),
    ],
)
def test_hosts_are_compared_label_by_label(alice, text, found):
    rule("host", "spam.example")
    assert bool(outcome(text, alice)) is found


def test_many_people_mentioned_is_a_flood(alice):
    rule("mentions", amount=3)
    assert outcome("hi @bob @Bob @charlie", alice) == ""
    assert outcome("hi @bob @charlie @dave", alice) == "hold"


def test_the_same_from_several_accounts_is_noticed(alice, bob, charlie, dave):
    rule("duplicates", amount=3)
    said = "Vote for the blue horse now, the only horse that is blue"
    rules.remember(said, author=alice)
    rules.remember(said, author=alice)
    assert outcome(said, charlie) == ""
    rules.remember("VOTE for the blue h0rse now!! the only horse that is blue @dave", author=bob)
    assert outcome(said, charlie) == "hold"
    assert outcome("Vote for somebody, whoever it may be, but do go and vote today", charlie) == ""


def test_a_rule_that_is_off_does_nothing(alice):
    Rule.objects.filter(pk=rule("word", "gronk").pk).update(is_on=False)
    assert outcome("gronk", alice) == ""


def test_a_new_site_has_rules_against_floods(db):
    assert set(Rule.objects.values_list("kind", flat=True)) == {"mentions", "duplicates"}


def test_staff_edit_rules_in_the_admin_and_the_log_tells(client):
    admin = factories.person("admin", is_staff=True, is_superuser=True)
    client.force_login(admin)
    fields = {"kind": "pattern", "what": "(", "amount": 0, "outcome": "hold", "category": "other", "note": "", "is_on": "on"}
    assert "RE2" in client.post("/admin/moderation/rule/add/", fields).content.decode()
    client.post("/admin/moderation/rule/add/", {**fields, "what": "gronk+"})
    assert Rule.objects.filter(what="gronk+").exists()
    assert client.get("/admin/moderation/logentry/").content.decode().count("rule_made") >= 1


def test_fingerprints_differ_where_texts_do():
    same = (
        matching.fingerprint("Buy the best watches in town, only today"),
        matching.fingerprint("BUY the best  w4tches in town, only today!"),
    )
    assert matching.is_same(*same)
    assert matching.fingerprint("hi there") is None
