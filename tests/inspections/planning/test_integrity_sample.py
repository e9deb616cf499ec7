"""The homes drawn to be seen again: half by chance, half by their signals."""

from dataclasses import replace

import pytest

from inspections.planning.integrity import (
    Sheet,
    Signal,
    SignalKind,
    draw_rechecks,
    find_signals,
    signals_of_month,
)

from .integrity_cast import (
    CLEAN,
    NOVEMBER,
    a_team_at,
    homes_with_faults,
    sheet,
)


def test_a_sample_is_half_chance_half_signals_each_home_once_and_the_same_for_the_same_seed():
    sheets = homes_with_faults()
    month = max(each.month for each in sheets)
    signals = find_signals(sheets)
    drawn = draw_rechecks(sheets, signals, month=month, size=4, seed=3)
    assert drawn == draw_rechecks(sheets[::-1], signals, month=month, size=4, seed=3)
    assert len({each.household for each in drawn}) == len(drawn)
    by_id = {each.id: each for each in sheets}
    assert {by_id[each.sheet].month for each in drawn} == {month}
    signalled = [each for each in drawn if each.signals]
    assert {by_id[each.sheet].inspector for each in signalled} <= {0}
    assert 2 <= len(drawn) <= 4


def a_busy_month():
    """Eleven homes of team 1 that a burst points at, and one sheet each of three other teams."""
    crowd = a_team_at(range(11))
    lone = [Sheet(50 + n, 2 + n, NOVEMBER, 50 + n, 60 + n, "core", CLEAN) for n in range(3)]
    burst = Signal(SignalKind.BURST, 1, (), tuple(range(1, 12)), 11)
    also = Signal(SignalKind.TOO_FAST, 1, (1,), (1, 2), 2)
    silent = Signal(SignalKind.NEVER_FINDS, 2, (50,), (49, 50), 2, 0.001)
    photo = Signal(SignalKind.REUSED_PHOTO, 3, (51,), (48, 51), 2)
    pair = Signal(SignalKind.PAIR_PASSES, 4, (52, 62), (47, 52), 2, 0.001)
    same = Signal(SignalKind.SAME_ANSWERS, 1, (3,), (3, 4), 2, 0.001)
    return [*crowd, *lone], (burst, also, silent, photo, pair, same)


@pytest.mark.parametrize("seed", range(20))
def test_every_kind_of_signal_reaches_the_sample_beside_a_busy_team(seed):
    sheets, signals = a_busy_month()
    drawn = draw_rechecks(sheets, signals, month=NOVEMBER, size=6, seed=seed, random_share=0)
    assert len(drawn) == 6
    assert {signal.kind for each in drawn for signal in each.signals} == set(SignalKind)
    by_id = {each.id: each for each in sheets}
    for each in drawn:
        pointing = {
            one.kind
            for one in signals
            if one.team == each.team
            and (each.sheet in one.sheets or by_id[each.sheet].inspector in one.people)
        }
        assert {one.kind for one in each.signals} == pointing


def test_with_room_for_fewer_kinds_each_has_its_chance():
    sheets, signals = a_busy_month()
    seen = {
        signal.kind
        for seed in range(40)
        for each in draw_rechecks(
            sheets, signals, month=NOVEMBER, size=1, seed=seed, random_share=0
        )
        for signal in each.signals
    }
    assert seen == set(SignalKind)


def test_two_signals_of_a_kind_share_its_turns():
    sheets, (burst, *_others) = a_busy_month()
    rest = [replace(each, id=20 + each.id, team=9, inspected=90 + each.id) for each in sheets[:6]]
    other = Signal(SignalKind.BURST, 9, (), tuple(each.id for each in rest), 6)
    drawn = draw_rechecks(
        [*sheets, *rest], (burst, other), month=NOVEMBER, size=4, seed=1, random_share=0
    )
    assert sorted(each.team for each in drawn) == [1, 1, 9, 9]


def test_another_sheet_of_the_same_person_is_seen_again_and_none_of_another_team():
    fast = Signal(SignalKind.TOO_FAST, 1, (1,), (1, 2), 2)
    mine = [sheet(1), sheet(2, inspected=3), sheet(3, inspected=4)]
    elsewhere = [Sheet(9, 2, NOVEMBER, 1, 5, "core", CLEAN), sheet(10, inspector=6, inspected=7)]
    drawn = draw_rechecks(
        [*mine, *elsewhere], [fast], month=NOVEMBER, size=9, seed=1, random_share=0
    )
    assert {each.sheet for each in drawn} == {1, 2, 3}


def test_what_has_ended_is_no_signal_of_the_month():
    past = [replace(each, month=NOVEMBER - 1) for each in a_team_at(range(6))]
    now = [replace(each, id=100 + each.id) for each in a_team_at(range(0, 36_000, 3600))]
    signals = find_signals([*past, *now])
    assert [each.kind for each in signals] == [SignalKind.BURST]
    assert signals_of_month(signals, [*past, *now], month=NOVEMBER) == ()
    assert signals_of_month(signals, [*past, *now], month=NOVEMBER - 1) == signals


def test_one_who_left_is_not_asked_about():
    sheets = homes_with_faults()
    last = max(each.month for each in sheets)
    left = [each for each in sheets if each.inspector or each.month < last]
    signals = find_signals(left)
    assert (0,) in {each.people for each in signals}
    assert signals_of_month(signals, left, month=last) == ()


def test_a_ward_without_signals_still_has_homes_drawn_by_chance():
    sheets = homes_with_faults(months=1)
    drawn = draw_rechecks(sheets, (), month=NOVEMBER - 1, size=6, seed=1)
    assert [each.signals for each in drawn] == [(), (), ()]


def test_a_month_without_sheets_has_nothing_to_see_again():
    assert draw_rechecks([], (), month=NOVEMBER, size=6, seed=1) == ()


@pytest.mark.parametrize("wrong", [{"random_share": 1.5}, {"size": -1}])
def test_a_sample_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="random_share"):
        draw_rechecks([], (), **{"month": NOVEMBER, "size": 3, "seed": 1, **wrong})
