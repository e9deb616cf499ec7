"""How a team's months are planned is shown for three months before it is kept."""

import pytest

from firesafety.months import Month
from households.models import Team
from inspections.models import Assignment, Exclusion, SecondInspector
from inspections.services.round import open_round
from inspections.services.skipped import skip_month
from tests.factories import make_team, make_user
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import record


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 5, number=7)


@pytest.fixture
def path(client, team):
    client.force_login(make_user("lan", leads=team))
    return f"/teams/{team.pk}/rotation/"


@pytest.fixture
def members(team):
    return [stay.household_id for stay in team.memberships.all()]


def save(client, path, **data):
    data = {"mode": "rotation"} | data
    seen = client.post(path, data).context["seen"]
    return client.post(path, data | {"seen": seen, "act": "save"}, follow=True)


def test_the_page_shows_the_next_three_months(client, path, round):
    months = client.get(path).context["months"]

    assert [str(each["month"]) for each in months] == ["2027-01", "2027-02", "2027-03"]
    seen = [pair for each in months for pair in each["pairs"]]
    first = [(a.inspector.holder_name, a.inspected.holder_name) for a in round.assignments.all()]
    assert len({*seen, *first}) == 4 * 5


def test_a_month_of_rest_is_shown_as_one(client, path, ward, round):
    skip_month(ward, Month(2027, 2), by=None, at=NOON)

    months = client.get(path).context["months"]

    assert [each.get("rests", False) for each in months] == [False, True, False]


def test_a_preview_keeps_nothing(client, path, members):
    data = {"mode": "pairs", "seen_by_two": members[:1], "first": members[0], "second": members[1]}

    assert "Ba tháng tới, nếu lưu" in client.post(path, data).text
    assert Team.objects.get().mode == "rotation"
    assert not Exclusion.objects.exists()
    assert not SecondInspector.objects.exists()


def test_what_was_not_shown_is_not_saved(client, path):
    seen = client.post(path, {"mode": "pairs"}).context["seen"]

    client.post(path, {"mode": "duty", "seen": seen, "act": "save"})

    assert Team.objects.get().mode == "rotation"


def test_everything_is_kept_with_who_and_when(client, path, members):
    save(
        client,
        path,
        mode="pairs",
        seen_by_two=[members[2]],
        first=members[3],
        second=members[1],
        note="đã hỏi",
    )

    pair = Exclusion.objects.get()
    assert Team.objects.get().mode == "pairs"
    assert [pair.first_id, pair.second_id] == sorted([members[1], members[3]])
    assert (pair.note, pair.set_by.username, pair.starts_on) == ("đã hỏi", "lan", NOON.date())
    assert SecondInspector.objects.get().membership.household_id == members[2]


def test_saving_twice_is_saving_once(client, path, members):
    for _ in range(2):
        save(client, path, seen_by_two=[members[2]], first=members[3], second=members[1])

    assert (Exclusion.objects.count(), SecondInspector.objects.count()) == (1, 1)


def test_what_is_lifted_stays_readable(client, path, members):
    save(client, path, seen_by_two=[members[2]], first=members[3], second=members[1])

    save(client, path)

    assert Exclusion.objects.get().ends_on == NOON.date()
    assert SecondInspector.objects.get().ends_on == NOON.date()


def test_the_next_months_follow_it(client, path, team, members):
    save(client, path, seen_by_two=[members[2]], first=members[0], second=members[1])

    pairs = []
    for number in range(4):
        month = Month(2027, 1).plus(number)
        rows = open_round(team, month, at=NOON.replace(year=2027, month=1 + number))
        visits = [(a.inspector_id, a.inspected_id) for a in rows.assignments.all()]
        assert len([pair for pair in visits if pair[1] == members[2]]) == 2
        pairs += visits
    assert {(members[0], members[1]), (members[1], members[0])}.isdisjoint(pairs)


def test_an_open_month_stays_as_it_is(client, path, members, round):
    before = list(Assignment.objects.order_by("pk").values())

    save(client, path, mode="pairs", first=members[0], second=members[1])

    assert list(Assignment.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("wrong", ["same", "one", "stranger"])
def test_a_pair_is_two_members(client, path, members, wrong):
    first, second = {
        "same": (members[0], members[0]),
        "one": (members[0], ""),
        "stranger": (members[0], 999_999),
    }[wrong]

    answer = client.post(path, {"mode": "rotation", "first": first, "second": second})

    assert answer.status_code == 422


def test_what_was_shown_is_what_opens_when_all_goes_as_expected(client, path, team, round):
    for assignment in round.assignments.all():
        record(assignment)
    shown = client.get(path).context["months"][0]["pairs"]

    opened = open_round(team, Month(2027, 1), at=NOON)

    rows = opened.assignments.all()
    assert [(a.inspector.holder_name, a.inspected.holder_name) for a in rows] == shown
