"""Every no has a face and a way out."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_address_that_does_not_exist_says_so_and_leads_home(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "The wire is empty" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_a_thing_that_does_not_exist_says_so(client):
    response = client.get("/tweets/1/")
    assert response.status_code == 404
    assert "The wire is empty" in response.content.decode()


def test_a_script_gets_the_refusal_as_data(client):
    response = client.get("/tweets/1/", headers={"Accept": "application/json"})
    assert response.json() == {"code": "not_found", "text": "There is nothing here, or it is not open to you."}


def test_a_form_from_an_old_page_is_told_to_reload(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post("/tweets/", {"text": "hello"})
    assert response.status_code == 403
    assert "This page had grown old" in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "403.html", "429.html", "500.html", "503.html"])
def test_pages_for_when_nothing_works_need_nothing(template):
    from django.template.loader import render_to_string

    assert "Linnet" in render_to_string(template)
