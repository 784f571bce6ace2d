"""axe finds nothing serious on any page, in light and dark, on a phone and on a desktop.

Every page of `tests/house/matrix.csv` is visited: one that is missing here fails.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e import stage
from tests.e2e.screenshots import at_home, enter_the_space, start_a_space
from tests.house.matrix import matrix
from tests.running_site import Site, running_site

pytestmark = pytest.mark.pure  # a page looks the same whatever its words are kept in

LOOKS = {"phone, light": (390, 844, "light"), "desktop, dark": (1440, 900, "dark")}

# Where each page is: an address, or the links on other pages that lead there.
PAGES: dict[str, str | tuple[str, ...]] = {
    "home": "/",
    "account_login": "/accounts/login/",
    "account_signup": "/accounts/signup/",
    "account_signup_by_passkey": "/accounts/signup/passkey/",
    "account_logout": "/accounts/logout/",
    "account_change_password": "/accounts/password/change/",
    "account_inactive": "/accounts/inactive/",
    "account_reset_password": "/accounts/password/reset/",
    "account_reset_password_done": "/accounts/password/reset/done/",
    "account_reset_password_from_key": "/accounts/password/reset/key/1-x-y/",
    "account_reset_password_from_key_done": "/accounts/password/reset/key/done/",
    "account_email": "/accounts/email/",
    "account_confirm_email": "/accounts/email/confirm/x/",
    "account_reauthenticate": "/accounts/reauthenticate/",
    "mfa_index": "/accounts/2fa/",
    "mfa_list_webauthn": "/accounts/passkeys/",
    "settings": "/settings/",
    "account_settings": "/settings/account/",
    "usersessions_list": "/settings/log-ins/",
    "archive": "/settings/archive/",
    "close_account": "/settings/account/close/",
    "signed_out": "/accounts/signed-out/?why=password_changed",
    "explore": "/explore/?q=the",
    "profile": "/@alice/",
    "profile_replies": "/@alice/replies/",
    "profile_media": "/@alice/media/",
    "profile_likes": "/@alice/likes/",
    "drafts": "/drafts/",
    "bookmarks": "/bookmarks/",
    "hashtag": "/tags/DawnChorus/",
    "tweet_versions": ("/@alice/", r"/tweets/\d+/versions/"),
    "write_reply": ("/@alice/", r"/tweets/\d+/reply/"),
    "write_quote": ("/@alice/", r"/tweets/\d+/quote/"),
    "lists": "/lists/",
    "new_list": "/lists/new/",
    "list": ("/@alice/lists/", r"/lists/\d+/"),
    "list_members": ("/@alice/lists/", r"/lists/\d+/", r"/lists/\d+/members/"),
    "lists_by": "/@alice/lists/",
    "listed": "/@bob/listed/",
    "following": "/@alice/following/",
    "followers": "/@alice/followers/",
    "profile_settings": "/settings/profile/",
    "privacy_settings": "/settings/privacy/",
    "follow_requests": "/follow-requests/",
    "blocked_people": "/settings/blocked/",
    "muted_people": "/settings/muted/",
    "muted_words": "/settings/muted-words/",
    "notifications": "/notifications/",
    "mentions": "/notifications/mentions/",
    "offline": "/offline/",
    "notification_settings": "/settings/notifications/",
    "new_tweet": "/tweets/new/?text=Hello",
    "handle_settings": "/settings/handle/",
    "spaces": "/spaces/",
    "new_space": "/spaces/new/",
    "space": ("/spaces/", r"/spaces/\d+/"),
    "tweet": ("/@alice/", r"/tweets/\d+/"),
    "new_fleet": "/fleets/new/",
    "muted_fleets": "/settings/muted-fleets/",
    "messages": "/messages/",
    "conversation": "/messages/bob/",
    "message_requests": "/requests/messages/",
    "find_messages": "/found/messages/?q=the",
    "new_group": "/new/group/",
}
OF_MEMBERS = {"write_reply", "write_quote"}  # whose way there strangers do not have
# Parts of pages, which their pages show; pages that lead on at once; Django's own.
PARTS = {
    "around",
    "suggestions",
    "now",
    "fleets_by",
    "own_fleet_picture",
    "fleet_picture",
    "space_card",
    "message_people",
    "unread_messages",
    "unread_notifications",
    "space_inside",
    "space_captions",
    "account_set_password",
    "mfa_login_webauthn",
    "mfa_download_recovery_codes",
    "download_archive",
    "come_back",
    "knock",
    "profile_feed",
    "hashtag_feed",
    "oembed",
    "own_picture",
    "picture",
    "case_picture",
    "service_worker",
    "manifest",
    "own_tweet_picture",
    "message",
    "own_message_picture",
    "message_picture",
    "tweet_picture",
    "own_clip",
    "clip_player",
    "clip_sound",
    "admin:index",
}

# Pages that a test of their own visits.
ELSEWHERE = {"fleet", "fleet_seen_by", "share_space", "invite", "edit_tweet", "edit_list", "draft", "clip_words"}
ELSEWHERE |= {"group", "about_group", "group_link"}
ELSEWHERE |= {"report", "own_report", "own_reports", "notices", "notice", "queue", "case", "appeals", "appeal", "moderation_log"}

# Pages behind the question "Is it you?", or that not everybody has.
SECOND_STEP = {
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_signup_webauthn",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A Linnet with life in it."""
    with running_site(tmp_path_factory.mktemp("demo"), goes_first=True, SEED="1") as site:
        yield site


def test_every_page_is_visited():
    assert set(matrix("GET")) == PAGES.keys() | PARTS | ELSEWHERE | SECOND_STEP


def test_pages_of_a_member(playwright, site):
    member = at_home(playwright, site, "alice")
    try:
        check_all(member.page, PAGES)
    finally:
        member.go()


def test_pages_of_a_stranger(browser_of):
    stranger = browser_of("stranger")
    stranger.expect_problem("404")
    check_all(
        stranger.page, {**{name: where for name, where in PAGES.items() if name not in OF_MEMBERS}, "absent": "/nothing/here/"}
    )


def test_a_link_and_where_it_is_made(playwright, site, browser_of):
    """For her announced Space."""
    host, stranger = at_home(playwright, site, "alice"), browser_of("nobody")
    problems: list[str] = []
    try:
        go(host.page, PAGES["space"])
        host.page.goto(f"{host.page.url}share/")
        host.page.get_by_role("main").get_by_role("button", name="Make a link").click()
        url = host.page.get_by_label("Address of this link").first.input_value()
        for look in LOOKS:
            seen_as(host.page, look)
            problems += serious(host.page, "the share page")
            seen_as(stranger.page, look)
            stranger.page.goto(url)
            problems += serious(stranger.page, "the page of a link")
        assert not problems, "\n".join(problems)
    finally:
        host.go()


def test_a_live_space(playwright, site):
    host, guest = at_home(playwright, site, "alice"), at_home(playwright, site, "bob")
    try:
        start_a_space(host)
        enter_the_space(guest)
        problems = [problem for look in LOOKS for problem in in_the_space(host.page, guest.page, look)]
        host.page.goto("/")
        problems += serious(host.page, "Home beside the Space")
        assert not problems, "\n".join(problems)
    finally:
        host.go()
        guest.go()


def in_the_space(host: Page, guest: Page, look: str) -> list[str]:
    seen_as(host, look)
    seen_as(guest, look)
    problems = serious(guest, "the Space of a listener") + serious(host, "the Space of its host")
    host.locator("space-hearers").get_by_role("button", name="Bob").click()
    host.get_by_role("menuitem", name="Invite to the stage").click()
    question = guest.get_by_role("dialog", name="invites you to speak")
    question.wait_for()
    problems += serious(guest, "the invitation to the stage")
    question.get_by_role("button", name="Decline").click()
    ask_for_captions_of(guest)
    problems += serious(guest, "the question about captions")
    guest.keyboard.press("Escape")
    for name, press in CONTROLS.items():
        press(host)
        problems += serious(host, name)
        host.goto("/spaces/")  # closes whatever is open, and leaves the Space in the dock
        host.get_by_role("main").locator("[data-enter-space]").first.click()
    return problems


def control(name: str) -> Callable[[Page], None]:
    return lambda page: page.locator("space-sheet").get_by_role("button", name=name, exact=True).click()


CONTROLS = {
    "reactions": control("React"),
    "people": control("People"),
    "share": control("Share this Space"),
    "looks": control("How captions look"),
}


def ask_for_captions_of(page: Page) -> None:
    control("More about this Space")(page)
    page.get_by_role("menuitemcheckbox", name="Caption my voice").click()
    expect(stage.consent(page)).to_be_visible()


def check_all(page: Page, pages: dict[str, str | tuple[str, ...]]) -> None:
    problems: list[str] = []
    seen: set[str] = set()
    for name, where in pages.items():
        go(page, where)
        address = page.url.partition("?next=")[0]  # of the many that lead to the log-in one is enough
        for look in LOOKS if address not in seen else ():
            seen_as(page, look)
            problems += serious(page, f"{name}, {look}")
        seen.add(address)
    assert not problems, "\n".join(problems)


def go(page: Page, where: str | tuple[str, ...]) -> None:
    start, *links = (where,) if isinstance(where, str) else where
    page.goto(start)
    for link in links:
        hrefs = page.get_by_role("main").locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        page.goto(next(href for href in hrefs if href and re.fullmatch(link, href)))


def seen_as(page: Page, look: str) -> None:
    width, height, scheme = LOOKS[look]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]


def serious(page: Page, name: str) -> list[str]:
    """What axe calls serious or critical, a line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{name}: {rule['id']}: {rule['help']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
