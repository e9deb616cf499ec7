"""How a team's months are planned is shown for three months before it is kept."""

import pytest

from firesafety.months import Month
from households.models import Household, Team
from inspections.models import Assignment, Exclusion, ModeChange, SecondInspector
from inspections.services.repair import repair_round
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


def test_a_change_of_mode_is_written_down_once_with_who_when_and_from_which_month(
    client, path, team, round
):
    for _ in range(2):
        save(client, path, mode="crew", crew_size="3")

    change = ModeChange.objects.get()
    assert (change.previous_mode, change.mode, change.crew_size) == ("rotation", "crew", 3)
    assert (change.set_by.username, change.set_at) == ("lan", NOON)
    assert change.from_month == Month(2027, 1).first_day  # December is open and stays
    page = client.get(path).text
    assert "Từ tháng 01/2027: Nhóm: hai, ba hộ cùng đi" in page
    assert "Đổi ngày 12/12/2026, trước đó: Xoay vòng" in page


def test_other_settings_are_no_change_of_mode(client, path, members):
    save(client, path, seen_by_two=[members[2]])

    assert not ModeChange.objects.exists()
    assert "Chưa đổi lần nào." in client.get(path).text


@pytest.mark.parametrize("size", [2, 3])
def test_a_crew_of_the_chosen_size_walks_and_the_round_keeps_it(client, path, team, size):
    save(client, path, mode="crew", crew_size=str(size))
    january = open_round(team, Month(2027, 1), at=NOON.replace(year=2027, month=1))
    save(client, path, mode="crew", crew_size=str(5 - size))

    january.refresh_from_db()
    assert len({a.inspector_id for a in january.assignments.all()}) == january.crew_size == size
    assert not repair_round(january, at=NOON.replace(year=2027, month=1))


def test_a_form_without_the_size_leaves_it_alone(client, path, team):
    save(client, path, mode="crew", crew_size="3")
    save(client, path, mode="crew")

    team.refresh_from_db()
    assert team.crew_size == 3


def test_a_crew_of_four_is_refused_with_a_word(client, path):
    answer = client.post(path, {"mode": "crew", "crew_size": "4"})

    assert answer.status_code == 422
    assert "Xin chọn 2 hoặc 3 hộ." in answer.text


def test_a_shortage_is_shown_with_its_cheapest_way_out_before_it_is_kept(client, path, members):
    first, *others = members
    data = {"mode": "rotation"}
    for other in others[:-1]:
        save(client, path, keep_apart=held(client, path), first=first, second=other)
    data |= {"keep_apart": held(client, path), "first": first, "second": others[-1]}

    page = client.post(path, data).text

    names = dict(Household.objects.values_list("pk", "holder_name"))
    assert f"Hộ {names[first]} chưa có ai sang xem: các hộ đi được đều không xếp" in page
    assert "đều đồng ý, có thể xếp lại ở trang Cách phân công." in page
    assert Exclusion.objects.count() == len(others) - 1


def held(client, path):
    """The pairs that are kept apart now, as the form names them."""
    return client.get(path).context["form"].initial["keep_apart"]


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
