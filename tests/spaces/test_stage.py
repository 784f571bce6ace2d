"""Asking to speak, coming on stage, going down again."""

from functools import partial

import pytest

from apps.core.errors import Refused
from apps.spaces import services, stage
from apps.spaces.models import Seat
from tests import factories
from tests.together import at_once


def row(seat) -> Seat:
    """The seat as the database has it."""
    return Seat.objects.select_related("person", "space").get(pk=seat.pk)


def asking(space, handle) -> Seat:
    seat = services.enter_space(person=factories.person(handle), space=space)
    stage.raise_hand(seat=seat)
    return seat


# ---- Asking ----------------------------------------------------------------------------------------------------------


def test_bob_asks_to_speak_and_takes_it_back(seat):
    stage.raise_hand(seat=seat)
    assert row(seat).hand_raised_at
    stage.lower_hand(seat=seat)
    assert row(seat).hand_raised_at is None


def test_asking_twice_keeps_the_first_place(seat):
    other_tab = row(seat)
    stage.raise_hand(seat=seat)
    first = row(seat).hand_raised_at
    stage.raise_hand(seat=seat)
    stage.raise_hand(seat=other_tab)
    assert row(seat).hand_raised_at == first


@pytest.mark.django_db(transaction=True)
def test_asked_twenty_times_at_once_one_place_is_kept(seat):
    tabs = [row(seat) for _ in range(20)]
    assert at_once([partial(stage.raise_hand, seat=tab) for tab in tabs]) == ["done"] * 20
    assert {tab.hand_raised_at for tab in tabs} == {row(seat).hand_raised_at}


def test_lowering_what_is_not_raised_is_no_fault(seat):
    stage.lower_hand(seat=seat)
    assert row(seat).hand_raised_at is None


def test_who_is_on_stage_need_not_ask(space):
    for seat in (space.seats.get(), factories.speaker(space, "dora")):
        with pytest.raises(Refused, match="already_on_stage"):
            stage.raise_hand(seat=seat)


def test_who_was_brought_up_meanwhile_has_no_hand_left_to_raise(seat):
    other_tab = row(seat)
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    with pytest.raises(Refused, match="already_on_stage"):
        stage.raise_hand(seat=other_tab)
    assert row(seat).hand_raised_at is None


# ---- Coming up -------------------------------------------------------------------------------------------------------


def test_a_hand_brings_bob_on_stage(seat):
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    assert (row(seat).role, row(seat).hand_raised_at) == (Seat.Role.SPEAKER, None)
    assert row(seat).spoke_at


def test_nobody_is_brought_up_unasked(seat):
    with pytest.raises(Refused, match="hand_not_raised"):
        stage.bring_to_stage(seat=seat)
    assert row(seat).role == Seat.Role.LISTENER


def test_a_hand_taken_back_meanwhile_counts_as_not_raised(seat):
    stage.raise_hand(seat=seat)
    alice_saw = row(seat)
    stage.lower_hand(seat=seat)
    with pytest.raises(Refused, match="hand_not_raised"):
        stage.bring_to_stage(seat=alice_saw)


def test_bringing_up_twice_is_once(seat):
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    first = row(seat).spoke_at
    stage.bring_to_stage(seat=seat)
    assert row(seat).spoke_at == first


def test_the_thirteenth_speaker_is_refused_until_one_steps_down(space):
    speakers = [factories.speaker(space, f"speaker{i}") for i in range(12)]
    late = asking(space, "late")
    with pytest.raises(Refused, match="stage_full"):
        stage.bring_to_stage(seat=late)
    assert row(late).hand_raised_at
    stage.move_to_audience(seat=speakers[0])
    stage.bring_to_stage(seat=late)
    assert space.seats.speakers().count() == 12


@pytest.mark.django_db(transaction=True)
def test_of_twenty_brought_up_at_once_one_gets_the_last_seat(space):
    for i in range(11):
        factories.speaker(space, f"speaker{i}")
    hands = [asking(space, f"hand{i}") for i in range(20)]
    answers = at_once([partial(stage.bring_to_stage, seat=seat) for seat in hands])
    assert sorted(answers) == ["done"] + ["stage_full"] * 19
    assert space.seats.speakers().count() == 12


# ---- Going down ------------------------------------------------------------------------------------------------------


def test_who_goes_down_listens_and_is_remembered_as_a_speaker(space):
    dora = factories.speaker(space, "dora")
    stage.move_to_audience(seat=dora)
    stage.move_to_audience(seat=dora)
    assert row(dora).role == Seat.Role.LISTENER
    assert row(dora).spoke_at


def test_going_down_to_ask_anew_goes_to_the_end_of_the_queue(space, seat):
    dora = factories.speaker(space, "dora")
    stage.raise_hand(seat=seat)
    stage.move_to_audience(seat=dora)
    stage.raise_hand(seat=dora)
    assert row(dora).hand_raised_at > row(seat).hand_raised_at


def test_the_host_stays_on_stage(space):
    with pytest.raises(Refused, match="host_stays"):
        stage.move_to_audience(seat=space.seats.get())
