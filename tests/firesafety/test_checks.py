"""The site speaks up before what it knows comes to an end."""

from datetime import date

import pytest
import time_machine

from firesafety.checks import check_tet
from inspections.planning.holidays import TET


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 12, 1), []),
        (date(2048, 12, 31), []),
        (date(2049, 1, 1), ["firesafety.W001"]),
        (date(2050, 1, 1), ["firesafety.E015"]),
        (date(2062, 6, 1), ["firesafety.E015"]),
    ],
)
def test_the_end_of_the_table_of_tet_is_warned_of_and_then_refused(today, told):
    with time_machine.travel(today, tick=False):
        found = check_tet(None)
    assert [each.id for each in found] == told
    assert all(str(max(TET)) in each.msg for each in found)
