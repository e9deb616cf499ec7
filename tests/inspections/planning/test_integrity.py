"""What looks unlike a visit: each signal alone, what must not raise it, and the sample drawn."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.integrity import (
    IntegrityParams,
    Sheet,
    Signal,
    SignalKind,
    draw_rechecks,
    faults,
    find_signals,
)

EVENING = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
NOVEMBER = 2026 * 12 + 10
CLEAN = "P" * 12
MARKED = "PPFPPNPPPPPU"


def sheet(number, *, inspector=1, inspected=2, month=NOVEMBER, answers=CLEAN, **more):
    return Sheet(number, 1, month, inspector, inspected, "core", answers, **more)


def kinds(sheets, **limits):
    signals = find_signals(sheets, params=IntegrityParams(**limits))
    assert faults(signals, sheets, params=IntegrityParams(**limits)) == ()
    return {signal.kind for signal in signals}


def a_team_at(moments, **more):
    """One sheet an inspector, finished at the given seconds of one evening."""
    return [
        sheet(
            number,
            inspector=number,
            inspected=number + 1,
            arrived_at=EVENING + timedelta(seconds=second),
            **more,
        )
        for number, second in enumerate(moments, start=1)
    ]


def test_six_sheets_within_a_minute_are_a_burst_of_the_team_and_of_nobody_in_particular():
    sheets = a_team_at([0, 12, 24, 36, 48, 60])
    assert find_signals(sheets) == (Signal(SignalKind.BURST, 1, (), (1, 2, 3, 4, 5, 6), 6),)


@pytest.mark.parametrize(
    "sheets",
    [
        a_team_at([0, 12, 24, 36, 48, 61]),
        a_team_at([0, 1, 2, 3, 4]),
        [replace(each, arrived_at=None) for each in a_team_at([0, 1, 2, 3, 4, 5])],
        [
            replace(each, done_at=EVENING - timedelta(hours=each.id))
            for each in a_team_at([0, 1, 2, 3, 4, 5])
        ],
        [replace(each, inspector=1) for each in a_team_at([0, 1, 2, 3, 4, 5])],
    ],
    ids=["a second longer", "five", "paper", "sent late by a shared phone", "one duty household"],
)
def test_what_is_no_burst(sheets):
    assert SignalKind.BURST not in kinds(sheets)


def test_two_sheets_quicker_than_reading_are_a_signal_and_one_is_not():
    quick = [sheet(1, seconds=9), sheet(2, inspected=3, seconds=9)]
    assert kinds(quick) == {SignalKind.TOO_FAST}
    assert kinds(quick[:1]) == set()
    assert kinds([replace(each, seconds=10) for each in quick]) == set()


def test_a_duty_household_cannot_be_at_three_distant_homes_within_seconds():
    def walk(seconds):
        return [
            sheet(
                number,
                inspected=number + 1,
                done_at=EVENING + timedelta(seconds=number * seconds),
                place=(number * 40.0, 0.0),
            )
            for number in range(1, 4)
        ]

    assert kinds(walk(29)) == {SignalKind.TOO_FAST}
    assert kinds(walk(30)) == set()


def others(count=40, *, answers):
    """Sheets of other inspectors in the same team, all different."""
    draw = random.Random(7)
    return [
        sheet(
            1000 + number,
            inspector=100 + number,
            inspected=2 + number % 12,
            month=NOVEMBER - number % 5,
            answers=answers(draw),
        )
        for number in range(count)
    ]


def different(draw):
    return "".join(draw.choices("PFNU", weights=(5, 1, 1, 1), k=12))


def test_the_same_marks_at_home_after_home_are_a_signal():
    mine = [
        sheet(number, inspected=1 + number, month=NOVEMBER - 5 + number, answers=MARKED)
        for number in range(1, 5)
    ]
    signals = [
        each
        for each in find_signals([*mine, *others(answers=different)])
        if each.kind is SignalKind.SAME_ANSWERS
    ]
    assert [(each.people, each.sheets, each.count) for each in signals] == [((1,), (1, 2, 3, 4), 4)]


@pytest.mark.parametrize(
    ("mine", "rest"),
    [
        ({"answers": CLEAN}, different),
        ({"answers": MARKED, "inspected": 2}, different),
        ({"answers": MARKED}, lambda _draw: MARKED),
    ],
    ids=["everything met", "the same home each month", "all homes of the alley are like that"],
)
def test_sameness_that_says_nothing(mine, rest):
    sheets = [
        sheet(number, **{"inspected": 1 + number, "month": NOVEMBER - 5 + number, **mine})
        for number in range(1, 5)
    ]
    assert SignalKind.SAME_ANSWERS not in kinds([*sheets, *others(answers=rest)])


def homes_with_faults(months=24, *, found=lambda draw: draw.random() < 0.5):
    """A team of twelve in which eleven find something about every other time."""
    draw = random.Random(11)
    return [
        sheet(
            month * 100 + place,
            inspector=place,
            inspected=(place + 1 + month % 11) % 12,
            month=NOVEMBER - months + month,
            answers=MARKED if place and found(draw) else CLEAN,
        )
        for month in range(months)
        for place in range(12)
    ]


def test_one_who_never_finds_anything_for_two_years_is_noticed_and_nobody_else():
    signals = [
        each for each in find_signals(homes_with_faults()) if each.kind is SignalKind.NEVER_FINDS
    ]
    assert [each.people for each in signals] == [(0,)]
    assert signals[0].count == 24
    assert signals[0].chance < 0.005


def test_where_nobody_finds_anything_nobody_is_noticed():
    assert kinds(homes_with_faults(found=lambda _draw: False)) == set()


def test_a_few_months_without_a_finding_are_no_signal():
    assert SignalKind.NEVER_FINDS not in kinds(homes_with_faults(months=4))


def visits_in_pairs(*, friends_find):
    """Four households that visit each other in pairs for three years; 0 and 1 are the friends."""
    draw = random.Random(5)
    sheets = []
    for month in range(36):
        for number, (inspector, inspected) in enumerate(
            [((0, 1), (1, 0)), ((0, 2), (2, 0), (1, 3), (3, 1)), ((0, 3), (3, 0), (1, 2), (2, 1))][
                month % 3
            ]
        ):
            blind = {inspector, inspected} == {0, 1} and not friends_find
            answers = CLEAN if blind or draw.random() < 0.4 else MARKED
            sheets.append(
                sheet(
                    month * 10 + number,
                    inspector=inspector,
                    inspected=inspected,
                    month=NOVEMBER - 36 + month,
                    answers=answers,
                )
            )
    return sheets


def test_two_who_always_pass_each_other_and_find_elsewhere_are_a_pair():
    signals = [
        each
        for each in find_signals(visits_in_pairs(friends_find=False))
        if each.kind is SignalKind.PAIR_PASSES
    ]
    assert [each.people for each in signals] == [(0, 1)]


def test_two_who_find_something_at_each_other_are_none():
    assert SignalKind.PAIR_PASSES not in kinds(visits_in_pairs(friends_find=True))


def test_one_picture_at_two_homes_is_a_signal_even_if_saved_anew():
    one = sheet(1, photos=(0b1111_0000,))
    two = sheet(2, inspector=5, inspected=3, photos=(0b1111_0011,))
    assert [(each.people, each.sheets, each.count) for each in find_signals([one, two])] == [
        ((1, 5), (1, 2), 2)
    ]


def test_the_same_fault_photographed_again_next_month_is_none_but_the_very_picture_is():
    before = sheet(1, month=NOVEMBER - 1, photos=(0b1111_0000,))
    again = sheet(2, inspector=5, photos=(0b1111_0011,))
    assert kinds([before, again]) == set()
    assert kinds([before, replace(again, photos=before.photos)]) == {SignalKind.REUSED_PHOTO}


def test_two_pictures_of_one_sheet_may_be_alike():
    assert kinds([sheet(1, photos=(7, 7))]) == set()


@st.composite
def wards(draw):
    """A few dozen sheets of any kind."""
    moments = st.none() | st.integers(0, 5000).map(lambda s: EVENING + timedelta(seconds=s))
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(1, 3),
                st.integers(1, 5),
                st.integers(1, 5),
                st.integers(NOVEMBER - 3, NOVEMBER),
                st.text("PFNU.", min_size=4, max_size=4),
                moments,
                moments,
                st.none() | st.integers(0, 600),
                st.lists(st.integers(0, 63), max_size=2),
            ).filter(lambda row: row[1] != row[2]),
            max_size=40,
        )
    )
    return [
        Sheet(
            number,
            team,
            month,
            10 * team + inspector,
            10 * team + inspected,
            "core",
            answers,
            arrived,
            done,
            seconds,
            (float(inspected), 0.0),
            tuple(photos),
        )
        for number, (
            team,
            inspector,
            inspected,
            month,
            answers,
            arrived,
            done,
            seconds,
            photos,
        ) in enumerate(rows)
    ]


LOOSE = IntegrityParams(
    alpha=0.5, burst_sheets=2, fast_sheets=2, same_sheets=2, pair_sheets=2, photo_bits_same_home=1
)


@given(wards(), st.randoms(use_true_random=False))
def test_signals_are_sound_and_do_not_depend_on_the_order_of_the_sheets(sheets, shuffle):
    signals = find_signals(sheets, params=LOOSE)
    assert faults(signals, sheets, params=LOOSE) == ()
    shuffled = list(sheets)
    shuffle.shuffle(shuffled)
    assert find_signals(shuffled, params=LOOSE) == signals


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sheets": (1, 2, 99)}, "not there"),
        ({"sheets": (1,)}, "fewer than two"),
        ({"team": 2}, "another team"),
        ({"people": (9,)}, "other people"),
        ({"chance": None}, "lacks it"),
        ({"chance": 0.5}, "too likely"),
    ],
)
def test_the_checker_sees_through_a_false_signal(change, complaint):
    sheets = [sheet(1), sheet(2, inspected=3)]
    right = Signal(SignalKind.NEVER_FINDS, 1, (1,), (1, 2), 2, 0.001)
    assert faults([right], sheets) == ()
    assert any(complaint in one for one in faults([replace(right, **change)], sheets))
    assert any("twice" in one for one in faults([right, right], sheets))


@pytest.mark.parametrize(
    "limits",
    [
        {"alpha": 0},
        {"leniency": 1.1},
        {"burst_sheets": 1},
        {"prior": 0},
        {"photo_bits_same_home": 9},
    ],
)
def test_limits_out_of_range_are_refused(limits):
    with pytest.raises(ValueError, match=r"must|rests|bits"):
        IntegrityParams(**limits)


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
