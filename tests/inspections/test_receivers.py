from datetime import timedelta

import pytest

from households.models import Grouping, Team
from households.services.team import TeamError, form_teams_in_ward
from households.services.team_undo import objections, undo_grouping
from inspections.services.round import open_round
from tests.factories import make_household
from tests.inspections.services.stories import DECEMBER, at


@pytest.fixture
def grouping(ward, neighbourhood, on):
    for number in range(1, 5):
        make_household(neighbourhood, house_number=str(number))
    form_teams_in_ward(ward, on=on, size=4, minimum=3, maximum=5)
    return Grouping.objects.get()


def test_a_month_opened_for_the_teams_keeps_them(grouping, on):
    open_round(Team.objects.get(), DECEMBER, at=at(on + timedelta(days=1)))
    assert objections(grouping) == ["1 tổ đã mở đợt kiểm tra sau đó, phiếu đã chia."]
    with pytest.raises(TeamError, match="phiếu đã chia"):
        undo_grouping(grouping, on=on + timedelta(days=1))


def test_a_month_not_opened_stands_in_nobodys_way(grouping):
    assert objections(grouping) == []
