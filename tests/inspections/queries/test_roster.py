"""Who belongs to a team on a day."""

from datetime import date

import pytest
from django.utils.translation import override

from firesafety.months import Month
from households.models import Membership
from inspections.printing.roster_packs import roster_sheets
from inspections.queries.roster import team_rosters
from tests.factories import make_team


@pytest.mark.parametrize("count", [1, 3])
def test_rosters_take_as_many_queries_for_one_team_as_for_three(
    neighbourhood, on, count, django_assert_num_queries
):
    teams = [make_team(neighbourhood, 3) for _ in range(count)]
    with django_assert_num_queries(3):
        found = team_rosters([team.pk for team in teams], on=on)
    assert [roster.team for roster in found] == teams


def test_members_of_the_day_stand_in_the_order_of_their_doors(neighbourhood, on):
    team = make_team(neighbourhood, 4, founding_document="Quyết định 12/QĐ")
    stays = list(team.memberships.order_by("pk"))
    Membership.objects.filter(pk=stays[0].pk).update(left_on=date(2026, 12, 1))
    stays[3].household.house_number = "0"
    stays[3].household.save()
    with override("vi"):
        (sheet,) = roster_sheets([team], Month(2026, 12), on=on)
    expected = [stays[3], stays[1], stays[2]]
    assert [line.household.name for line in sheet.lines] == [
        stay.household.holder_name for stay in expected
    ]
    assert [line.role for line in sheet.lines] == ["", "Tổ phó", ""]
    assert (sheet.as_of, sheet.founding_document) == (on, "Quyết định 12/QĐ")
    with override("vi"):
        (earlier,) = roster_sheets([team], Month(2026, 11), on=date(2026, 11, 30))
    assert len(earlier.lines) == 4


def test_a_roster_says_nothing_of_absence_or_health(neighbourhood, on):
    team = make_team(neighbourhood, 2)
    team.memberships.update(away=True, can_inspect=False)
    for household in (stay.household for stay in team.memberships.all()):
        household.note = "người già nằm một chỗ"
        household.save()
    with override("vi"):
        (sheet,) = roster_sheets([team], Month(2026, 12), on=on)
    told = repr(sheet)
    assert not any(words in told for words in ("nằm một chỗ", "vắng", "away"))
