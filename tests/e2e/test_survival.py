"""Servers are killed, networks break, laptops sleep: the Space goes on."""

import signal
import time
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests import faults
from tests.e2e import reading, speech
from tests.e2e.outages import back_at, now_ms, was_lost, watch
from tests.e2e.stage import ENTERS_MS, come_on_stage, enter, seat, sheet, start_a_space, unmute
from tests.e2e.visitors import Visitor

WIDE = {"width": 1440, "height": 900}
VISITS = count(1)  # each test has people and a Space of its own
# No row has a part in it, so one profile will do; waits for minutes.
between_browser_and_room = pytest.mark.pure
OUTAGE_WORDS = ("WebSocket", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_SOCKET", "ERR_NETWORK")


@pytest.fixture
def alice(browser_of, tmp_path) -> Visitor:
    """She hosts, and speaks without end."""
    return someone(browser_of, "alice", speech.write(tmp_path / "alice.wav", speech.talk("slt", range(1, 9), pause_seconds=0)))


@pytest.fixture
def line(site):
    """Bob's network."""
    with faults.ShakyLine(site.port) as line:
        yield line


@pytest.fixture
def bob(browser_of, tmp_path, line) -> Visitor:
    wav = speech.write(tmp_path / "bob.wav", speech.talk("rms", range(1, 9), pause_seconds=0))
    return someone(browser_of, "bob", wav, url=line.url)


def someone(browser_of, handle, wav, **where) -> Visitor:
    visitor = browser_of(f"{handle}{next(VISITS)}", speech=wav, viewport=WIDE, **where)
    for words in OUTAGE_WORDS:
        visitor.expect_problem(words)
    return visitor.join(handle.title())


@pytest.fixture
def talking(alice, bob) -> tuple[Page, Page]:
    """Alice hosts, Bob is on stage, both speak and hear each other."""
    title = f"Through thick and thin {next(VISITS)}"
    start_a_space(alice.page, title)
    enter(bob.page, title)
    come_on_stage(alice.page, bob.page, "Bob")
    for page in (alice.page, bob.page):
        unmute(page)
    for page, other in ((alice.page, "Bob"), (bob.page, "Alice")):
        expect(seat(page, other).locator(".avatar--speaking")).to_be_visible(timeout=ENTERS_MS)
        watch(page)
    return alice.page, bob.page


# ---- the server ------------------------------------------------------------------------------------------------------


@pytest.mark.alone
def test_the_server_dies_in_mid_sentence_and_everybody_goes_on(talking, site):
    for deed in (
        lambda: faults.kill_child(site, "web", signal.SIGKILL),
        lambda: faults.kill_child(site, "web", signal.SIGTERM),
        lambda: faults.restart(site, signal.SIGTERM),
        lambda: faults.restart(site, signal.SIGKILL),
    ):
        since = now_ms()
        deed()
        both_hear_each_other_again(talking, since)
        all_is_as_it_was(talking)
        captions_go_on(talking)


@pytest.mark.alone
def test_the_worker_dies_and_nobody_notices(talking, site):
    since = now_ms()
    faults.kill_child(site, "work")
    faults.wait_until(lambda: "work" in site.children())
    talking[0].wait_for_timeout(3_000)
    assert not any(was_lost(page, since) for page in talking)
    all_is_as_it_was(talking)
    captions_go_on(talking)


# ---- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.alone
@between_browser_and_room
def test_bobs_network_is_gone_for_3_and_10_and_40_seconds(talking, line):
    alice, bob = talking
    for seconds in (3, 10, 40):
        since = now_ms()
        with line.stalled():
            alice.wait_for_timeout(1_000 * seconds)
        if seconds == 3:
            assert not was_lost(bob, since)
            expect(seat(alice, "Bob").locator(".avatar--speaking")).to_be_visible(timeout=ENTERS_MS)
        else:
            back_at(bob, "Alice", since)
            expect(seat(alice, "Bob").locator(".avatar--speaking")).to_be_visible(timeout=ENTERS_MS)
        all_is_as_it_was(talking)
        assert not was_lost(alice, since)


@pytest.mark.alone
@between_browser_and_room
def test_bobs_network_breaks_off_again_and_again(talking, line):
    alice, bob = talking
    for seconds in (0.1, 3, 10):
        since = now_ms()
        with line.cut():
            alice.wait_for_timeout(1_000 * seconds)
        back_at(bob, "Alice", since)
        expect(seat(alice, "Bob").locator(".avatar--speaking")).to_be_visible(timeout=ENTERS_MS)
        all_is_as_it_was(talking)


# ---- pages and laptops -----------------------------------------------------------------------------------------------


@pytest.mark.alone
def test_bob_reloads_and_finds_his_seat_muted(talking):
    alice, bob = talking
    bob.reload()
    bob.get_by_role("region", name="The Space you are in").get_by_role("button", name="Open the Space").click()
    expect(bob.get_by_role("button", name="Unmute your microphone")).to_be_visible(timeout=ENTERS_MS)
    expect(seat(alice, "Bob")).to_have_accessible_name("Bob, Speaker, muted")
    bob.get_by_role("button", name="Unmute your microphone").click()
    expect(seat(alice, "Bob").locator(".avatar--speaking")).to_be_visible(timeout=ENTERS_MS)


@between_browser_and_room
def test_bobs_laptop_sleeps_for_20_seconds_and_he_speaks_on(talking, bob):
    since = now_ms()
    pids = processes_of(bob)
    with faults.asleep(pids):
        time.sleep(22)
    back_at(talking[1], "Alice", since)
    expect(seat(talking[0], "Bob").locator(".avatar--speaking")).to_be_visible(timeout=ENTERS_MS)
    all_is_as_it_was(talking)


@between_browser_and_room
def test_bobs_laptop_sleeps_for_minutes_and_he_listens(talking, bob):
    alice_page, bob_page = talking
    since = now_ms()
    pids = processes_of(bob)
    with faults.asleep(pids):
        alice_page.wait_for_timeout(130_000)
    back_at(bob_page, "Alice", since)
    expect(seat(alice_page, "Bob")).to_have_count(0)
    expect(sheet(bob_page).get_by_role("button", name="Request")).to_be_visible(timeout=ENTERS_MS)
    expect(bob_page.get_by_role("button", name="Mute your microphone")).to_be_hidden()
    assert not was_lost(alice_page, since)


def test_alices_laptop_sleeps_bob_hosts_and_she_takes_it_back(talking, alice):
    alice_page, bob_page = talking
    pids = processes_of(alice)
    with faults.asleep(pids):
        expect(bob_page.get_by_text("You host now, while Alice is away").first).to_be_visible(timeout=120_000)
        expect(seat(bob_page, "You")).to_have_accessible_name("You, Host, microphone on")
        expect(sheet(bob_page).get_by_role("button", name="Leave")).to_be_visible()
    expect(alice_page.get_by_text("You host again, muted.").first).to_be_visible(timeout=ENTERS_MS)
    expect(bob_page.get_by_text("Alice is back and hosts again").first).to_be_visible(timeout=ENTERS_MS)
    expect(seat(bob_page, "Alice")).to_have_accessible_name("Alice, Host, muted")
    expect(seat(alice_page, "Bob")).to_have_accessible_name("Bob, Speaker, microphone on")
    expect(sheet(alice_page).get_by_role("button", name="End")).to_be_visible()
    alice_page.get_by_role("button", name="Unmute your microphone").click()
    all_is_as_it_was(talking)


# ---- what is looked for ----------------------------------------------------------------------------------------------


def both_hear_each_other_again(talking: tuple[Page, Page], since: float) -> None:
    for page, other in zip(talking, ("Bob", "Alice"), strict=True):
        back_at(page, other, since)


def captions_go_on(talking: tuple[Page, Page]) -> None:
    for page, other in zip(talking, ("Bob", "Alice"), strict=True):
        reading.wait_for_another_line(page, other)


def all_is_as_it_was(talking: tuple[Page, Page]) -> None:
    """Alice hosts, Bob speaks, microphones are open, and pages say so."""
    for page, own, other in zip(talking, ("Host", "Speaker"), ("Bob, Speaker", "Alice, Host"), strict=True):
        expect(page.get_by_role("button", name="Mute your microphone", exact=True)).to_be_visible(timeout=ENTERS_MS)
        expect(seat(page, "You")).to_have_accessible_name(f"You, {own}, microphone on")
        expect(seat(page, other.split(",")[0])).to_have_accessible_name(f"{other}, microphone on")
        expect(sheet(page).locator("[data-away]")).to_be_hidden()


def processes_of(visitor: Visitor) -> list[int]:
    found = visitor.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return [process["id"] for process in found]
