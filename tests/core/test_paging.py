"""Pages by key: no row twice, none left out, whatever is asked and written meanwhile."""

import pytest

from apps.core.pages import page_of
from apps.tweets.models import Tweet


@pytest.fixture
def tweets(alice) -> list[Tweet]:
    return [Tweet.objects.create(id=n, author=alice, text=str(n)) for n in range(1, 8)]


def ids(page) -> list[int]:
    return [tweet.pk for tweet in page.items]


def page(before=None, size=3):
    return page_of(Tweet.objects.all(), before=before, size=size)


def test_page_after_page_every_row_comes_once_newest_first(tweets):
    seen, before = [], None
    while not seen or before:
        found = page(before and str(before))
        seen, before = seen + ids(found), found.before
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_what_is_posted_and_deleted_meanwhile_moves_nothing(alice, tweets):
    first = page()
    Tweet.objects.create(id=99, author=alice, text="new")
    tweets[4].delete()
    assert ids(page(str(first.before))) == [4, 3, 2]


@pytest.mark.parametrize(("size", "before"), [(7, None), (8, None), (6, 2)])
def test_the_last_page_leads_nowhere(tweets, size, before):
    assert page(size=size).before == before


def test_no_rows_make_an_empty_page(db):
    assert (page().items, page().before) == ([], None)


@pytest.mark.parametrize("before", ["", "abc", "-3", "1.5", "9" * 20, "9" * 5000, "²", " 5", "0x5"])
def test_what_is_no_id_is_taken_as_none(tweets, before):
    assert ids(page(before)) == [7, 6, 5]


@pytest.mark.parametrize("before", ["9" * 19, str(2**63 - 1), str(2**63)])
def test_the_largest_numbers_are_only_numbers(tweets, before):
    assert ids(page(before)) == [7, 6, 5]


def test_older_than_the_oldest_is_nothing(tweets):
    assert ids(page("1")) == ids(page("0")) == []
