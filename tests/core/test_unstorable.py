"""What a database can't take, and a database that can't be asked: both have names, and neither is a fault of ours."""

import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import path

from spaces_project.urls import handler500
from spaces_project.urls import urlpatterns as pages

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

FAULTS = {
    "away": OperationalError("gone"),
    "closed": InterfaceError("closed"),
    "odd": DataError("NUL"),
    "broken": KeyError("bug"),
}


def _failing(name):
    def view(request):
        raise FAULTS[name]

    return path(f"test/{name}/", view)


urlpatterns = [*map(_failing, FAULTS), *pages]
assert handler500


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/@a%00b/", "/@a%00b/follow/", "/@a%EF%BC%A1/", "/@%F0%9F%90%A6/"])
def test_nobody_has_a_handle_like_that(visitor, alice, address):
    visitor.force_login(alice)
    assert visitor.get(address).status_code in (404, 405)
    assert visitor.post(address).status_code in (404, 405)


@pytest.mark.parametrize(
    "address",
    [
        "/explore/?q=%00",
        "/explore/?q=a%00b",
        "/?before=%00",
        "/?before=9223372036854775807",
        "/?before=9999999999999999999",
        "/?after=9999999999999999999",
        "/?after=%00",
        "/accounts/login/?next=%00",
    ],
)
def test_odd_questions_are_answered(visitor, alice, address):
    if not address.startswith("/accounts"):
        visitor.force_login(alice)
    assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5000])
def test_numbers_beyond_what_a_row_can_have_are_not_found(visitor, alice, number):
    visitor.force_login(alice)
    for address in (f"/tweets/{number}/", f"/spaces/{number}/", f"/tweets/{number}/like/"):
        assert visitor.get(address).status_code in (404, 405)
        assert visitor.post(address).status_code in (404, 405)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/accounts/login/", {"login": "al\0ice", "password": "p\0"}),
        ("/accounts/signup/", {"username": "al\0", "name": "\0", "password1": "correct\0horse"}),
        ("/accounts/signup/", {"username": "fresh", "name": "Al\0ice", "password1": "correct horse battery"}),
    ],
)
def test_a_form_with_a_nul_is_answered(visitor, address, form):
    assert visitor.post(address, form).status_code in (200, 302)


def test_what_is_written_with_a_nul_is_kept_without(visitor, alice):
    visitor.force_login(alice)
    visitor.post("/tweets/", {"text": "Good\0 morning"})
    visitor.post("/spaces/", {"title": "Dawn\0 chorus", "when": "now"})
    assert alice.tweets.order_by("pk").first().text == "Good morning"
    assert alice.spaces_hosted.get().title == "Dawn chorus"


@pytest.mark.parametrize("cookie", [r'"aaaaaaaaaaaa\000aaaaaaaaaaaa"', "ä" * 32, "a' OR 1=1 --", "x" * 5000])
def test_a_log_in_cookie_that_we_never_gave_is_none(visitor, cookie):
    visitor.cookies["sessionid"] = "x"
    visitor.cookies["sessionid"].set("sessionid", cookie, cookie)
    assert visitor.get("/").status_code == 200


def test_what_the_database_refuses_is_refused_by_name(visitor):
    answer = visitor.get("/test/odd/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unstorable")
    assert visitor.get("/test/odd/").status_code == 422


@pytest.mark.parametrize("name", ["away", "closed"])
def test_a_database_that_is_away_is_told_apart_from_a_fault_of_ours(visitor, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page, data = visitor.get(f"/test/{name}/"), visitor.get(f"/test/{name}/", headers={"Accept": "application/json"})
    assert (page.status_code, data.status_code) == (503, 503)
    assert page["Retry-After"] == data["Retry-After"] == "5"
    assert "Try again in a few seconds" in page.content.decode()
    assert data.json() == {"code": "busy", "text": "Linnet was too busy for that. Try again."}


def test_a_fault_of_ours_stays_one(visitor):
    answer = visitor.get("/test/broken/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert not connection.needs_rollback
