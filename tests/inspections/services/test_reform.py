"""After a reform the month's work goes on, and months of before are read under their old names."""

from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from firesafety.months import Month
from households.models import Team
from households.reform_map import MapRow
from households.services.reform import reorganise_areas
from inspections.models import Assignment, PrintJob, Round, SkippedMonth, WardOpening
from inspections.queries.link import find_assignment
from inspections.services.link import link_token
from inspections.services.opening import open_ward, request_opening
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.services.stories import figures_agree

ON = date(2027, 1, 1)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DECEMBER, JANUARY = Month(2026, 12), Month(2027, 1)
AT = datetime(2026, 12, 6, 12, tzinfo=VIETNAM)
AFTER = datetime(2027, 1, 5, 12, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _figures_agree_in_the_end(db):
    yield
    figures_agree()


@pytest.fixture(autouse=True)
def _after():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 3, number=7)


@pytest.fixture
def tan_an(ward):
    other = make_ward("31135", "Phường Tân An", ward.parent)
    make_team(make_neighbourhood(other), 3, number=7)
    return other


def reform(*pairs):
    rows = [
        MapRow(number, old, new, name) for number, (old, new, name) in enumerate(pairs, start=2)
    ]
    return reorganise_areas(rows, on=ON, today=AFTER.date())


MERGE = (("31135", "31200", "Phường Mới"), ("31120", "31200", "Phường Mới"))


@pytest.fixture
def moved(team, tan_an):
    """Tổ 7 with its December and January, and what it became: Tổ 8 of Phường Mới."""
    for month in (DECEMBER, JANUARY):
        open_round(team, month, at=AT)
    reform(*MERGE)
    team.refresh_from_db()
    assert (team.number, team.ward.name) == (8, "Phường Mới")
    return team


def printed(path, month, **whose):
    """The words of the sheets of a month."""
    call_command("print_checklists", month=str(month), out=str(path), stderr=StringIO(), **whose)
    return " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_sheets_of_a_month_before_bear_the_old_name_and_number(moved, tmp_path):
    path = tmp_path / "x.pdf"
    before = printed(path, DECEMBER, ward="31120")
    assert "Phường Cái Khế" in before
    assert "Tổ 7" in before
    assert "Phường Mới" not in before
    after = printed(path, JANUARY, ward="31200")
    assert "Phường Mới" in after
    assert "Tổ 8" in after
    assert "Phường Cái Khế" not in after


def test_the_old_code_prints_nothing_of_months_after(moved, tmp_path):
    with pytest.raises(CommandError, match="31120"):
        printed(tmp_path / "x.pdf", JANUARY, ward="31120")


def test_the_teams_page_names_the_place_that_the_month_had(client, moved):
    leader = make_user("lan", leads=moved)
    client.force_login(leader)
    december = client.get(f"/teams/{moved.pk}/?month=2026-12").text
    january = client.get(f"/teams/{moved.pk}/?month=2027-01").text
    assert "Phường Cái Khế · khi đó là Tổ 7" in december
    assert "Phường Cái Khế" not in january
    assert "Phường Mới" in january


def test_open_rounds_links_and_the_leader_go_on(client, moved):
    visit = Assignment.objects.filter(round__month=JANUARY.first_day).first()
    assert client.get(f"/k/{link_token(visit)}/").status_code == 200
    client.force_login(make_user("lan", leads=moved))
    assert client.get(f"/teams/{moved.pk}/paper/2027-01/{visit.pk}/").status_code == 200


def test_a_households_page_says_what_its_sheet_says(moved):
    shown = {}
    for month, day in ((DECEMBER, date(2026, 12, 31)), (JANUARY, AFTER.date())):
        visit = Assignment.objects.filter(round__month=month.first_day).first()
        shown[str(month)] = find_assignment(link_token(visit), on=day).round.team.number
    assert shown == {"2026-12": 7, "2027-01": 8}


def test_the_months_to_come_open_for_the_new_ward_once(moved):
    february = Month(2027, 2)
    for _time in range(2):
        request_opening(february, at=AFTER)
        for job in WardOpening.objects.filter(state=WardOpening.State.QUEUED):
            open_ward(job.pk, at=AFTER)
    opened = Round.objects.filter(month=february.first_day)
    assert opened.count() == Team.objects.count() == 2
    assert set(WardOpening.objects.values_list("ward__name", flat=True)) == {"Phường Mới"}


def test_prints_and_openings_of_before_stay_with_the_old_ward(team, ward, tan_an):
    request_opening(JANUARY, at=AT)
    PrintJob.objects.create(
        ward=ward, month=DECEMBER.first_day, what="checklists", language="vi", requested_at=AT
    )
    reform(*MERGE)
    assert PrintJob.objects.get().ward.name == "Phường Cái Khế"
    assert set(WardOpening.objects.values_list("ward__name", flat=True)) == {
        "Phường Cái Khế",
        "Phường Tân An",
    }


class TestMonthsOfRest:
    def rest(self, area, *months):
        for month in months:
            SkippedMonth.objects.create(area=area, month=month.first_day, set_at=AT)

    def months(self, name):
        rows = SkippedMonth.objects.filter(area__name=name).order_by("month")
        return [str(Month.of(day)) for day in rows.values_list("month", flat=True)]

    def test_past_ones_go_along_and_stay_under_the_old_name_too(self, team, ward, tan_an):
        self.rest(ward, Month(2026, 2))
        self.rest(tan_an, Month(2026, 3))
        reform(*MERGE)
        assert self.months("Phường Mới") == ["2026-02", "2026-03"]
        assert self.months("Phường Cái Khế") == ["2026-02"]

    def test_one_to_come_goes_along_where_all_agree_and_is_said_where_not(self, team, ward, tan_an):
        self.rest(ward, Month(2027, 2), Month(2027, 3))
        self.rest(tan_an, Month(2027, 2))
        done = reform(*MERGE)
        assert self.months("Phường Mới") == ["2027-02"]
        assert [notice for notice in done.notices if "không nghỉ tháng 03/2027" in notice]

    def test_a_ward_that_goes_on_keeps_its_own(self, team, ward, tan_an):
        self.rest(ward, Month(2027, 2))
        self.rest(tan_an, Month(2027, 3))
        reform(("31120", "31135", "Phường Tân An"))
        assert self.months("Phường Tân An") == ["2027-03"]
