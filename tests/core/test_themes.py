"""The choice of theme is in the first byte."""

import pytest

pytestmark = pytest.mark.django_db


def test_without_a_choice_the_system_decides(client):
    html = client.get("/").content.decode()
    assert "data-theme" not in html
    assert "(prefers-color-scheme: dark)" in html


def test_a_chosen_theme_is_kept(client):
    response = client.post("/settings/theme/", {"theme": "dark", "next": "/explore/"})
    assert response.url == "/explore/"
    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_automatic_forgets_the_choice(client):
    client.post("/settings/theme/", {"theme": "dim"})
    client.post("/settings/theme/", {"theme": "auto"})
    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("theme", ["", "pink", '"><script>', "dark\r\nX: y"])
def test_a_theme_that_is_none_changes_nothing(client, theme):
    client.post("/settings/theme/", {"theme": theme})
    client.cookies["theme"] = theme.replace("\r\n", "")
    assert "data-theme" not in client.get("/").content.decode()


def test_the_way_back_stays_on_this_site(client):
    assert client.post("/settings/theme/", {"theme": "dark", "next": "https://evil.example/"}).url == "/"


def test_a_theme_is_not_chosen_by_a_link(client):
    assert client.get("/settings/theme/").status_code == 405
