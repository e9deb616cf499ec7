"""Calendars open by a secret address, and say no more than they must."""

import pytest

from firesafety.months import Month
from inspections.models import TeamCalendar
from inspections.services.calendar import calendar_url, issue_calendar
from inspections.services.round import open_round
from tests.factories import make_user
from tests.inspections.views.conftest import DECEMBER, NOON
from tests.inspections.views.stories import record


@pytest.fixture
def leader(client, team):
    client.force_login(make_user("lan", leads=team))


def local(url: str) -> str:
    return "/" + url.split("/", 3)[3]


@pytest.mark.usefixtures("leader")
class TestTheAddress:
    def test_looking_makes_none(self, client, team):
        client.get(f"/teams/{team.pk}/calendar/")

        assert not TeamCalendar.objects.exists()

    def test_it_is_made_shown_changed_and_taken_back(self, client, team, round):
        path = f"/teams/{team.pk}/calendar/"
        first = client.post(path, {"act": "issue"}, follow=True).context["url"]
        second = client.post(path, {"act": "issue"}, follow=True).context["url"]

        assert first != second
        assert [client.get(local(url)).status_code for url in (first, second)] == [404, 200]
        client.post(path, {"act": "revoke"})
        assert client.get(local(second)).status_code == 404

    def test_a_lost_key_is_told(self, client, team, settings):
        issue_calendar(team)
        settings.SECRET_KEY = "another-key-" + "1" * 50
        client.force_login(team.appointments.get(role="leader").user)

        assert "Xin đổi đường dẫn" in client.get(f"/teams/{team.pk}/calendar/").text


class TestTheFile:
    def test_a_team_sees_its_due_day_and_nobodys_name(self, client, team, round):
        answer = client.get(local(calendar_url(issue_calendar(team))))

        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "no-store, private"
        assert "DTSTART;VALUE=DATE:20261225" in answer.text
        assert "0 trên 3 lượt" in answer.text
        names = [each.inspector.holder_name for each in round.assignments.all()]
        assert not [name for name in names if name in answer.text]

    def test_it_says_the_same_as_long_as_nothing_happens(self, client, team, round):
        path = local(calendar_url(issue_calendar(team)))

        assert client.get(path).content == client.get(path).content

    def test_a_new_address_keeps_the_events(self, client, team, round):
        def uids():
            text = client.get(local(calendar_url(issue_calendar(team)))).text
            return [line for line in text.replace("\r\n ", "").split() if line.startswith("UID:")]

        assert uids() == uids()

    def test_a_household_sees_its_own_visit(self, client, link, assignment):
        answer = client.get(f"{link}calendar.ics")

        text = answer.text.replace("\r\n ", "")
        assert f"SUMMARY:Hạn sang xem giúp hộ {assignment.inspected.holder_name}" in text
        assert f"UID:{assignment.public_id}@" in text

    def test_a_household_finds_the_other_months_without_a_name(
        self, client, team, link, assignment
    ):
        january = open_round(team, Month(2027, 1), at=NOON)
        other = january.assignments.get(inspector=assignment.inspector)
        other_team = january.assignments.exclude(inspector=assignment.inspector)

        text = client.get(f"{link}calendar.ics").text.replace("\r\n ", "")

        uids = [line[4:40] for line in text.splitlines() if line.startswith("UID:")]
        assert uids == [str(assignment.public_id), str(other.public_id)]
        assert "DTSTART;VALUE=DATE:20270125" in text
        assert "nhà hàng xóm\\, tháng 01/2027" in text
        assert text.count(other.inspected.holder_name) == 0
        assert not [row for row in other_team if str(row.public_id) in text]

    def test_a_month_that_is_not_published_is_in_no_calendar(self, client, link):
        assert client.get(f"{link}calendar.ics").text.count("BEGIN:VEVENT") == 1

    @pytest.mark.parametrize("months", [1, 3])
    def test_a_year_costs_what_a_month_costs(
        self, client, team, link, months, django_assert_num_queries
    ):
        for number in range(1, months):
            open_round(team, DECEMBER.plus(number), at=NOON)

        with django_assert_num_queries(2):
            assert client.get(f"{link}calendar.ics").text.count("BEGIN:VEVENT") == months

    def test_a_result_makes_the_teams_event_newer(self, client, team, round):
        path = local(calendar_url(issue_calendar(team)))
        before = client.get(path).text
        record(round.assignments.first(), at=NOON)

        after = client.get(path).text

        assert ("DTSTAMP:20261201T010000Z" in before, "DTSTAMP:20261212T050000Z" in after) == (
            True,
            True,
        )

    def test_a_wrong_address_opens_nothing(self, client, db):
        assert client.get("/calendar/ABCDE.ics").status_code == 404
        assert client.get(f"/calendar/{'A' * 26}.ics").status_code == 404
