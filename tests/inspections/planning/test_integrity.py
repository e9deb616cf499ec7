"""What looks unlike a visit: each signal alone, and what must not raise it."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.integrity import (
    IntegrityParams,
    Sheet,
    Signal,
    SignalKind,
    faults,
    find_signals,
)
from inspections.planning.integrity.rates import FindingRates

from .integrity_cast import (
    CLEAN,
    EVENING,
    MARKED,
    NOVEMBER,
    a_team_at,
    homes_with_faults,
    kinds,
    sheet,
)


def test_six_sheets_within_a_minute_are_a_burst_of_the_team_and_of_nobody_in_particular():
    sheets = a_team_at([0, 12, 24, 36, 48, 60])
    assert find_signals(sheets) == (Signal(SignalKind.BURST, 1, (), (1, 2, 3, 4, 5, 6), 6),)


@pytest.mark.parametrize(
    "sheets",
    [
        a_team_at([0, 12, 24, 36, 48, 61]),
        a_team_at([0, 1, 2, 3, 4, 61]),
        [replace(each, arrived_at=None) for each in a_team_at([0, 1, 2, 3, 4, 5])],
        [
            replace(each, done_at=EVENING - timedelta(hours=each.id))
            for each in a_team_at([0, 1, 2, 3, 4, 5])
        ],
        [replace(each, inspector=1) for each in a_team_at([0, 1, 2, 3, 4, 5])],
    ],
    ids=[
        "a second longer",
        "five of six",
        "paper",
        "sent late by a shared phone",
        "one duty household",
    ],
)
def test_what_is_no_burst(sheets):
    assert SignalKind.BURST not in kinds(sheets)


def a_team_of(size, *, at_once):
    """A month of a team; the first few sheets are finished at once, the others an hour apart."""
    return a_team_at([*range(at_once), *(3600 * (1 + n) for n in range(size - at_once))])


@pytest.mark.parametrize(
    ("size", "at_once", "told"),
    [(5, 5, True), (5, 4, False), (4, 4, True), (3, 3, False), (12, 6, True), (12, 5, False)],
)
def test_of_a_small_team_all_have_to_be_there(size, at_once, told):
    assert (SignalKind.BURST in kinds(a_team_of(size, at_once=at_once))) is told


@pytest.mark.parametrize("later", [0, 200])
def test_a_big_team_of_which_few_have_written_yet_is_no_small_one(later):
    before = [
        replace(each, id=100 + each.id, month=NOVEMBER - 1) for each in a_team_of(12, at_once=0)
    ]
    now = [replace(each, id=later + each.id) for each in a_team_of(4, at_once=4)]
    assert kinds([*before, *now]) == set()


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


def test_three_alike_are_too_few_to_ask_about():
    mine = [
        sheet(number, inspected=1 + number, month=NOVEMBER - 5 + number, answers=MARKED)
        for number in range(1, 4)
    ]
    assert SignalKind.SAME_ANSWERS not in kinds([*mine, *others(400, answers=different)])


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


def test_a_row_of_houses_built_alike_in_a_ward_of_all_kinds_is_rightly_described_alike():
    alley = [
        replace(
            each,
            id=5000 + each.id,
            team=2,
            inspector=500 + each.inspector,
            inspected=500 + each.inspected,
            answers=MARKED,
        )
        for each in homes_with_faults(months=6)
    ]
    assert SignalKind.SAME_ANSWERS not in kinds([*alley, *others(400, answers=different)])


def test_two_homes_that_all_describe_alike_are_so_whatever_the_rest_of_the_team_looks_like():
    mine = [sheet(n, inspected=2 + n % 2, month=NOVEMBER - 6 + n, answers=MARKED) for n in range(6)]
    theirs = [
        sheet(50 + n, inspector=9, inspected=2 + n % 2, month=NOVEMBER - 6 + n, answers=MARKED)
        for n in range(6)
    ]
    rest = [replace(each, inspected=40 + each.inspected) for each in others(200, answers=different)]
    assert SignalKind.SAME_ANSWERS not in kinds([*mine, *theirs, *rest])
    assert SignalKind.SAME_ANSWERS in kinds([*mine, *rest])


def test_homes_that_nobody_else_has_seen_yet_are_held_against_the_rest_of_their_row():
    mine = [sheet(n, inspected=80 + n, month=NOVEMBER - 4 + n, answers=MARKED) for n in range(4)]
    row = others(30, answers=lambda _draw: MARKED)
    ward = [
        replace(each, id=5000 + each.id, team=2, inspector=500, inspected=600 + each.inspected)
        for each in others(400, answers=different)
    ]
    ward = [replace(each, inspector=500 + each.id % 7) for each in ward]
    assert SignalKind.SAME_ANSWERS not in kinds([*mine, *row, *ward])
    assert SignalKind.SAME_ANSWERS in kinds([*mine, *ward])


def test_one_who_copies_in_such_a_row_something_else_is_noticed():
    alley = [
        replace(each, answers=MARKED if each.inspector else "PFPPPPPPPPNP")
        for each in homes_with_faults(months=12)
    ]
    signals = [each for each in find_signals(alley) if each.kind is SignalKind.SAME_ANSWERS]
    assert [each.people for each in signals] == [(0,)]


def test_one_who_never_finds_anything_for_two_years_is_noticed_and_nobody_else():
    signals = [
        each for each in find_signals(homes_with_faults()) if each.kind is SignalKind.NEVER_FINDS
    ]
    assert [each.people for each in signals] == [(0,)]
    assert signals[0].count == 24
    assert signals[0].chance < 0.005


def test_where_nobody_finds_anything_nobody_is_noticed():
    assert kinds(homes_with_faults(found=lambda _draw: False)) == set()


@pytest.mark.parametrize("months", [4, 10])
def test_some_months_without_a_finding_may_be_a_mild_eye_and_are_no_signal(months):
    assert SignalKind.NEVER_FINDS not in kinds(homes_with_faults(months=months))


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


def test_two_who_never_find_anything_anywhere_are_no_pair():
    sheets = [
        replace(each, answers=CLEAN) if each.inspector in (0, 1) else each
        for each in visits_in_pairs(friends_find=False)
    ]
    signals = [each for each in find_signals(sheets) if each.kind is not SignalKind.SAME_ANSWERS]
    assert {(each.kind, each.people) for each in signals} == {
        (SignalKind.NEVER_FINDS, (0,)),
        (SignalKind.NEVER_FINDS, (1,)),
    }


def test_one_who_passes_a_home_that_never_visits_back_is_no_pair():
    sheets = [
        each
        for each in visits_in_pairs(friends_find=False)
        if (each.inspector, each.inspected) != (1, 0)
    ]
    assert SignalKind.PAIR_PASSES not in kinds(sheets)


def test_the_rate_of_a_home_is_told_by_the_others_and_leans_on_its_form():
    mine = [sheet(n, inspector=1) for n in range(3)]
    theirs = [sheet(10 + n, inspector=3, answers=MARKED) for n in range(2)]
    rates = FindingRates([*mine, *theirs], IntegrityParams(prior=4))
    assert rates.of_form("core") == 2 / 5
    assert rates.of_home(mine[0], without=(1,)) == pytest.approx((2 + 4 * 2 / 5) / (2 + 4))
    assert rates.of_home(mine[0], without=(1, 3)) == pytest.approx(2 / 5)
    assert rates.of_home(mine[0], without=()) == pytest.approx((2 + 4 * 2 / 5) / (5 + 4))


PICTURE = 0x0F0F_3C3C_55AA_F00F  # as of any picture: half of its bits set


def test_one_picture_at_two_homes_is_a_signal_even_if_saved_anew():
    one = sheet(1, photos=(PICTURE,))
    two = sheet(2, inspector=5, inspected=3, photos=(PICTURE ^ 0b11,))
    assert [(each.people, each.sheets, each.count) for each in find_signals([one, two])] == [
        ((1, 5), (1, 2), 2)
    ]


def test_the_same_fault_photographed_again_next_month_is_none_but_the_very_picture_is():
    before = sheet(1, month=NOVEMBER - 1, photos=(PICTURE,))
    again = sheet(2, inspector=5, photos=(PICTURE ^ 0b11,))
    assert kinds([before, again]) == set()
    assert kinds([before, replace(again, photos=before.photos)]) == {SignalKind.REUSED_PHOTO}


@pytest.mark.parametrize("nothing", [0, 1 << 63, 2**64 - 1], ids=["none", "black", "all"])
def test_pictures_with_nothing_in_them_are_alike_and_say_nothing(nothing):
    dark = [sheet(n, inspector=n, inspected=n + 1, photos=(nothing,)) for n in (1, 2, 3)]
    assert kinds(dark) == set()
    assert kinds([replace(each, photos=(PICTURE,)) for each in dark]) == {SignalKind.REUSED_PHOTO}


def test_two_pictures_of_one_sheet_may_be_alike():
    assert kinds([sheet(1, photos=(PICTURE, PICTURE))]) == set()


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
    alpha=0.5,
    burst_sheets=2,
    burst_least=2,
    photo_least=0,
    fast_sheets=2,
    same_sheets=2,
    pair_sheets=2,
    photo_bits_same_home=1,
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
        {"burst_sheets": 3},
        {"burst_least": 1},
        {"photo_least": 33},
        {"prior": 0},
        {"photo_bits_same_home": 9},
    ],
)
def test_limits_out_of_range_are_refused(limits):
    with pytest.raises(ValueError, match=r"must|rests|bits"):
        IntegrityParams(**limits)
