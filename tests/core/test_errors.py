"""How the house says no: to people with a page, to scripts with JSON."""

import pytest
from django.test import Client
from django.urls import path

from apps.core.errors import NotFound, Refused, TooFast
from spaces_project.urls import urlpatterns as pages

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

REFUSALS = {
    "refused": Refused("title_empty", "Give <b>it</b> a title."),
    "not-found": NotFound(),
    "too-fast": TooFast(7),
}


def _refusing(name):
    def view(request):
        raise REFUSALS[name]

    return path(f"test/{name}/", view)


def _broken(request):
    raise KeyError("A fault of ours.")


urlpatterns = [*map(_refusing, REFUSALS), path("test/broken/", _broken), *pages]


@pytest.mark.parametrize(("name", "status"), [("refused", 422), ("not-found", 404), ("too-fast", 429)])
def test_people_get_a_page_and_scripts_get_a_code(client, name, status):
    page, data = client.get(f"/test/{name}/"), client.get(f"/test/{name}/", headers={"Accept": "application/json"})
    assert page.status_code == data.status_code == status
    assert "<html" in page.content.decode()
    when = {"retry_after": 7} if status == 429 else {}
    assert data.json() == {"code": REFUSALS[name].code, "text": str(REFUSALS[name].text), **when}


def test_what_it_says_is_text_and_not_html(client):
    page = client.get("/test/refused/").content.decode()
    assert "Give &lt;b&gt;it&lt;/b&gt; a title." in page


def test_too_fast_says_when_to_come_back(client):
    assert client.get("/test/too-fast/")["Retry-After"] == "7"
    assert "Retry-After" not in client.get("/test/refused/")


def test_a_fault_of_ours_is_not_dressed_as_a_refusal():
    answer = Client(raise_request_exception=False).get("/test/broken/", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    assert b"A fault of ours" not in answer.content


@pytest.mark.parametrize("address", ["/test/refused/", "/test/not-found/", "/", "/nothing/here/", "/spaces/1/"])
def test_no_shared_cache_may_keep_a_page(client, address):
    directives = client.get(address)["Cache-Control"]
    assert "private" in directives
    assert "no-cache" in directives


def test_what_names_its_own_way_of_caching_keeps_it(client):
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]


def test_every_page_has_its_guards(client):
    headers = client.get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert "microphone=(self)" in headers["Permissions-Policy"]
