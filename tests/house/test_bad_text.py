"""What nobody would type, in every field of every page: it is refused by name or cleaned, and never becomes anything but words."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.db.models import Q
from django.test import Client

from tests.factories import PASSWORD
from tests.house.matrix import address_of, matrix

SCRIPT = "<script>alert(1)</script>"
BAD = {
    "HTML": f"{SCRIPT}<img src=x onerror=alert(2)>\" onfocus=alert(3) autofocus='",
    "bidi and zero-width": "\u200b\u200d\u2060\ufeffabc\u202egnp.exe\u2066\u2067",
    "NUL": "a\x00b",
    "a megabyte": "a" * 1_000_000,
    "a tower": "a" + "\u0301" * 100_000,
}
NUMBER = "9" * 3000
PUSH_KEYS = {  # a point on the curve, and sixteen bytes
    "p256dh": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
    "auth": "MDEyMzQ1Njc4OWFiY2RlZg",
}
# Who fills in which form, about what; each field in turn is filled with all that is bad.
FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "account_login": ("nobody", "", {"login": "alice", "password": PASSWORD}),
    "account_signup": ("nobody", "", {"username": "newcomer", "name": "New", "password1": PASSWORD}),
    "account_signup_by_passkey": ("nobody", "", {"username": "newcomer", "name": "New"}),
    "account_reset_password": ("nobody", "", {"email": "a@example.org"}),
    "account_reset_password_from_key": ("nobody", "own", {"password1": PASSWORD}),
    "account_change_password": ("bob", "", {"oldpassword": PASSWORD, "password1": PASSWORD}),
    "account_set_password": ("bob", "", {"password1": PASSWORD}),
    "account_reauthenticate": ("bob", "", {"password": PASSWORD}),
    "account_email": ("bob", "", {"action_add": "", "email": "a@example.org"}),
    "mfa_reauthenticate": ("alice", "", {"code": "123456"}),
    "mfa_edit_webauthn": ("alice", "own", {"name": "Key"}),
    "profile_settings": ("bob", "", {"name": "Bob", "bio": "Sings", "location": "Here", "link": "example.com"}),
    "handle_settings": ("bob", "", {"handle": "robert"}),
    "theme": ("bob", "", {"theme": "dark", "next": "/"}),
    "language": ("bob", "", {"language": "en", "next": "/"}),
    "privacy_settings": ("bob", "", {"replies_from": "everyone", "messages_from": "everyone", "invites_from": "everyone"}),
    "notification_settings": (
        *("bob", ""),
        {"a_day": "5", "quiet_from": "22:00", "quiet_to": "07:00", "time_zone": "Europe/Berlin", "pushes_likes": "on"},
    ),
    "push_subscription": ("bob", "", {"endpoint": "https://push.example.com/x", **PUSH_KEYS, "time_zone": "Europe/Berlin"}),
    "push_renewal": ("nobody", "", {"old_endpoint": "x", "endpoint": "https://push.example.com/x", **PUSH_KEYS}),
    "captions_consent": ("bob", "", {"agrees": "on"}),
    "close_account": ("bob", "", {"password": PASSWORD}),
    "usersessions_list": ("bob", "", {"password": PASSWORD}),
    "muted_words": ("bob", "", {"words": "rain", "lifetime": "day", "on_home": "on"}),
    "post_tweet": (
        *("bob", ""),
        {"text": "Good morning", "card_path": "", "reviewed": "on", "warning": "", "option": "", "poll_minutes": "60"}
        | {
            "picture": "1",
            "clip": "1",
            "alt": "A tree",
            "replies_from": "",
            "in_reply_to": "",
            "quoted": "",
            "scheduled_for": "",
            "draft": "",
        },
    ),
    "drafts": (
        "bob",
        "",
        {"text": "Good morning", "scheduled_for": "2030-01-01T10:00Z", "draft": "1", "picture": "1", "alt": "A tree"},
    ),
    "edit_tweet": ("alice", "own", {"text": "Good evening", "warning": "Late", "seen": "0"}),
    "new_list": ("bob", "", {"name": "Birds", "description": "Heard at dawn", "is_private": "on"}),
    "edit_list": ("alice", "own", {"name": "Birds", "description": "Heard at dawn"}),
    "list_members": ("alice", "own", {"handle": "bob"}),
    "vote": ("bob", "own", {"choice": "0"}),
    "send_tweet_picture": ("bob", "", {"picture": "x"}),
    "send_clip": ("bob", "", {"clip": "x", "language": "en", "most_clips": "1"}),
    "clip_words": ("alice", "own", {"caption": "Good morning"}),
    "conversation": (
        "bob",
        "protected",
        {"text": "Good morning", "card_path": "", "client_id": "", "answers": "", "picture": ""},
    ),
    "fleets": (
        *("bob", ""),
        {"text": "Good morning", "paper": "lake", "picture": "", "alt": "", "clip": "", "card_path": "", "sent_as": ""},
    ),
    "send_fleet_picture": ("bob", "", {"picture": "x"}),
    "answer_fleet": ("bob", "own", {"text": "Good morning", "reaction": "", "client_id": ""}),
    "read_messages": ("bob", "protected", {"to": "1"}),
    "new_group": ("alice", "", {"handle": "bob", "name": "Birds", "client_id": ""}),
    "group": ("bob", "own", {"text": "Good morning", "card_path": "", "client_id": "", "answers": "", "clip": ""}),
    "read_group": ("bob", "own", {"to": "1"}),
    "group_people": ("alice", "own", {"handle": "bob"}),
    "group_name": ("bob", "own", {"name": "Birds"}),
    "group_picture": ("bob", "own", {"picture": "1"}),
    "group_links": ("alice", "own", {"lifetime": "day", "uses": "10", "approval": "on"}),
    "answer_knock": ("alice", "own", {"answer": "yes"}),
    "message_reaction": ("bob", "own", {"emoji": "👍"}),
    "delete_message": ("alice", "own", {"for": "everybody"}),
    "send_message_picture": ("bob", "", {"picture": "x"}),
    "spaces": ("bob", "", {"title": "Dawn", "language": "en", "later": "on", "scheduled_for": "2030-01-01T10:00Z"}),
    "space_invites": ("alice", "live", {"role": "listener", "lifetime": "day", "uses": "10"}),
    "space_invitations": ("alice", "live", {"handle": "bob"}),
    "invite": ("bob", "live", {"role": "speaker"}),
    "own_picture": ("bob", "own", {"picture": "x", "left": "0", "top": "0", "width": "1"}),
    "report": ("bob", "own", {"category": "other", "comment": "Rude."}),
    "own_report": ("alice", "own", {"category": "other", "comment": "Rude."}),
    "notice": ("alice", "own", {"text": "I did not."}),
    "decide_case": ("mod", "own", {"action": "freeze", "rule": "other", "facts": "You did.", "days": "7"}),
    "appeal": ("mod", "own", {"answer": "So be it."}),
}
# Buttons: what is sent along says no more than that they were pressed.
BUTTONS = """fleet see_fleet mute_fleets moderate_trend list list_member follow_list bookmark draft hide_reply pin retweet mfa_signup_webauthn account_logout account_confirm_email announcement answer_request archive block claim_case come_back end_log_in follow like
    mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_deactivate_totp mfa_generate_recovery_codes mfa_login_webauthn
    mfa_reauthenticate_webauthn mfa_remove_webauthn mute remove_follower accept_conversation delete_conversation mute_conversation group_person revoke_group_link group_link space_invite start_space tweet unmute_words"""
QUESTIONS = {
    "home": "before after until order",
    "explore": "q before tab",
    "suggestions": "q",
    "messages": "q before open",
    "message_people": "q",
}
QUESTIONS |= {
    "conversation": "before after at card",
    "message_requests": "before",
    "find_messages": "q before",
    "new_group": "q handle name",
    "notifications": "before",
    "mentions": "before",
    "new_tweet": "title text url",
    "queue": "state kind category",
    "profile": "before",
    "tweet": "after",
    "hashtag": "before",
    "list": "before",
    "list_members": "before",
}
QUESTIONS |= {"new_fleet": "share", "muted_fleets": "before"}
QUESTIONS |= {"blocked_people": "before", "own_reports": "before", "moderation_log": "before", "account_login": "next"}


def test_every_form_is_filled_in():
    assert set(FORMS) | set(BUTTONS.split()) == set(matrix("POST"))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "field"), [(name, field) for name in FORMS for field in FORMS[name][2]])
def test_bad_text_in_a_field(house, name, field):
    cookies, things = house
    who, thing, filled = FORMS[name]
    for bad in (*BAD.values(), *([NUMBER] if filled[field].isdecimal() else [])):
        check(cookies[who], "POST", address_of(name, thing, things), {**filled, field: bad})


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUESTIONS)
def test_bad_text_in_a_question(house, name):
    cookies, things = house
    for field in QUESTIONS[name].split():
        for bad in (BAD["HTML"], BAD["NUL"], NUMBER):
            address = f"{address_of(name, 'protected', things)}?{urlencode({field: bad})}"
            check(cookies["nobody" if name == "account_login" else "mod"], "GET", address, {})


def check(cookies: dict[str, str], method: str, address: str, form: dict[str, str]) -> None:
    """It is answered, by a page on which it is words; nothing that reorders or hides comes into a row. Then all of it is taken back."""
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    cache.clear()
    with transaction.atomic():
        answer: Any = client.generic(method, address, urlencode(form), "application/x-www-form-urlencoded")
        assert answer.status_code in (200, 201, 204, 302, 404, 410, 422), answer.status_code
        assert SCRIPT.encode() not in answer.content
        if BAD["HTML"] in form.values() and answer.status_code == 302:
            page = client.get(answer.url)
            assert (page.status_code < 500, SCRIPT.encode() in page.content) == (True, False)
        if BAD["bidi and zero-width"] in form.values():
            assert rows_with_unwanted() == []
        transaction.set_rollback(True)


def rows_with_unwanted() -> list[Any]:
    """Whatever holds a character that reorders the page around it."""
    found = []
    for model in apps.get_models():
        fields = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
        if fields and model._meta.app_label != "sessions":
            marks = Q(*((f"{field}__contains", mark) for field in fields for mark in "\u202e\u2066\u2067"), _connector=Q.OR)
            found += list(model._default_manager.filter(marks))
    return found
