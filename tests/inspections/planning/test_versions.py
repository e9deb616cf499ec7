"""What an arrival is beside the version that is held true."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.planning.answers import Answer
from inspections.planning.versions import Judgement, Version, differences, judge

HELD = Version(
    done_on=date(2026, 12, 6),
    answers={"A": Answer.PASS, "B": Answer.FAIL},
    notes={"B": "dây hở"},
    remark="nhà khóa cổng",
)
TRIED = Version(done_on=date(2026, 12, 5), obstacle="away")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, ()),
        ({"notes": {}, "remark": ""}, ()),
        ({"answers": {"B": Answer.FAIL}}, ()),
        ({"answers": {**HELD.answers, "C": Answer.PASS}}, ("C",)),
        ({"answers": {"A": Answer.CORRECTED, "B": Answer.FAIL}}, ("A",)),
        ({"notes": {"B": "ổ cắm nứt"}}, ("B",)),
        ({"done_on": date(2026, 12, 7), "remark": "khác"}, ("done_on", "remark")),
        ({"answers": {}, "notes": {}, "obstacle": "away"}, ("obstacle",)),
    ],
)
def test_only_what_is_said_otherwise_is_a_difference(change, where):
    arrived = replace(HELD, **change)

    assert differences(HELD, arrived) == where
    wanted = Judgement.WAIT if where else Judgement.SAME
    assert judge(HELD, arrived, same_way=False) is wanted


def test_the_same_way_corrects_and_the_very_same_says_nothing_new():
    assert judge(HELD, replace(HELD, notes={}), same_way=True) is Judgement.TAKE
    assert judge(HELD, TRIED, same_way=True) is Judgement.TAKE
    assert judge(HELD, HELD, same_way=True) is Judgement.SAME


@pytest.mark.parametrize("same_way", [True, False])
def test_a_visit_made_follows_one_tried_in_vain(same_way):
    assert judge(None, TRIED, same_way=same_way) is Judgement.TAKE
    assert judge(TRIED, HELD, same_way=same_way) is Judgement.TAKE
