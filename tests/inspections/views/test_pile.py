"""A whole pile of returned sheets on one page."""

import pytest

from firesafety.months import Month
from inspections.models import Confirmation, Hazard, Inspection, Submission
from inspections.services.round import open_round
from tests.factories import make_team, make_user
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def pile(team, leader):
    return f"/teams/{team.pk}/paper/2026-12/pile/"


def ids_of(page) -> dict[str, str]:
    """The ids that were made with the page, as its hidden fields."""
    return {
        row.form["client_id"].html_name: str(row.form["client_id"].value())
        for row in page.context["rows"]
    }


def typed(client, pile, **rows) -> dict[str, str]:
    """What a browser sends: every row's hidden id, and what was typed ``r<id>=dict(...)``."""
    data = ids_of(client.get(pile))
    for key, fields in rows.items():
        data |= {f"{key[1:]}-{name}": value for name, value in fields.items()}
    return data


def test_a_pile_is_saved_at_once(client, round, pile, leader):
    first, second, third = round.assignments.all()
    data = typed(
        client,
        pile,
        **{
            f"r{first.pk}": {"done_on": "6", "seen": "on"},
            f"r{second.pk}": {"done_on": "7/12", "seen": "on", "exceptions": "dien 1 S"},
            f"r{third.pk}": {
                "done_on": "07/12/2026",
                "obstacle": "away",
                "revisit_on": "20",
            },
        },
    )

    answer = client.post(pile, data, follow=True)

    assert "Đã lưu 3 phiếu." in answer.text
    assert [str(each.done_on) for each in Inspection.objects.order_by("assignment__position")] == [
        "2026-12-06",
        "2026-12-07",
        "2026-12-07",
    ]
    assert set(Submission.objects.values_list("source", "entered_by")) == {("paper", leader.pk)}
    assert Hazard.objects.get().state == "fixed"
    assert str(third.inspection.revisit_on) == "2026-12-20"
    assert answer.text.count("Đã nhập") == 3


def test_an_error_in_one_row_loses_nothing_of_the_others(client, round, pile):
    first, second, third = round.assignments.all()
    data = typed(
        client,
        pile,
        **{
            f"r{first.pk}": {"done_on": "6", "seen": "on"},
            f"r{second.pk}": {"done_on": "31/11", "exceptions": "XYZ-99 F"},
            f"r{third.pk}": {"done_on": "6", "exceptions": "DIEN-01"},
        },
    )

    page = client.post(pile, data)

    assert page.status_code == 422
    assert Inspection.objects.get().assignment == first
    assert "1 phiếu khác đã lưu xong" in page.text
    assert "Không rõ mục: XYZ-99 F" in page.text
    assert 'value="XYZ-99 F"' in page.text
    assert 'value="DIEN-01"' in page.text
    assert "mục chưa có câu trả lời" in page.text


def test_one_row_may_be_saved_by_itself_and_the_rest_stays_as_typed(client, round, pile):
    first, second, _third = round.assignments.all()
    data = typed(
        client,
        pile,
        **{
            f"r{first.pk}": {"done_on": "6", "seen": "on"},
            f"r{second.pk}": {"done_on": "6", "exceptions": "chưa xong"},
        },
    )

    page = client.post(pile, {**data, "row": str(first.pk)})

    assert page.status_code == 200
    assert Inspection.objects.get().assignment == first
    assert 'value="chưa xong"' in page.text
    assert "Đã lưu 1 phiếu. Những dòng khác còn nguyên." in page.text


def test_a_row_left_blank_is_not_saved(client, round, pile):
    answer = client.post(pile, typed(client, pile))

    assert answer.status_code == 302
    assert not Inspection.objects.exists()


def test_nothing_passes_without_the_tick(client, round, pile):
    first = round.assignments.first()

    page = client.post(pile, typed(client, pile, **{f"r{first.pk}": {"done_on": "6"}}))

    assert page.status_code == 422
    assert not Inspection.objects.exists()


def test_the_same_pile_twice_is_stored_once(client, round, pile):
    first, second, _third = round.assignments.all()
    rows = {
        f"r{each.pk}": {"done_on": "6", "seen": "on", "signed": "on"} for each in (first, second)
    }
    data = typed(client, pile, **rows)

    for _ in range(2):
        assert client.post(pile, data).status_code == 302

    assert Submission.objects.count() == 2
    assert Confirmation.objects.count() == 2


def test_an_old_hazard_is_answered_by_itself(client, team, assignment, leader):
    record(assignment, DIEN_01="F")
    january = open_round(team, Month(2027, 1), at=NOON)
    successor = january.assignments.get(inspected=assignment.inspected)
    pile = f"/teams/{team.pk}/paper/2027-01/pile/"
    row = {"done_on": "12/12/2026", "seen": "on"}

    refused = client.post(pile, typed(client, pile, **{f"r{successor.pk}": row}))
    row["a_DIEN-01"] = "P"
    taken = client.post(pile, typed(client, pile, **{f"r{successor.pk}": row}))

    assert refused.status_code == 422
    assert "DIEN-01: Lần trước chưa đạt" in refused.text
    assert taken.status_code == 302
    assert Hazard.objects.get().state == "fixed"


def test_paper_that_differs_from_the_phone_waits_and_is_shown(client, round, pile):
    first = round.assignments.first()
    record(first)

    page = client.post(
        pile,
        typed(
            client,
            pile,
            **{f"r{first.pk}": {"done_on": "12", "seen": "on", "exceptions": "DIEN-01 F"}},
        ),
        follow=True,
    )

    assert "1 phiếu khác với kết quả đã gửi bằng điện thoại" in page.text
    assert "Khác bản điện thoại" in page.text
    assert Inspection.objects.get().source == "phone"
    assert not Hazard.objects.exists()


def test_a_month_closed_yesterday_still_takes_its_pile(client, round, pile):
    first = round.assignments.first()
    type(round).objects.update(closed_on=NOON.date())
    data = typed(client, pile, **{f"r{first.pk}": {"done_on": "6", "obstacle": "away"}})

    page = client.post(pile, data, follow=True)

    assert "Đã lưu 1 phiếu." in page.text
    assert "nhập muộn" in page.text
    assert Inspection.objects.get().revisit_on is None


def test_a_month_closed_for_good_takes_nothing(client, round, pile, settings):
    settings.LATE_ENTRY_DAYS = 0
    first = round.assignments.first()
    data = typed(client, pile, **{f"r{first.pk}": {"done_on": "6", "seen": "on"}})
    type(round).objects.update(closed_on=NOON.date())

    page = client.post(pile, data)

    assert page.status_code == 422
    assert "đã chốt" in page.text
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("size", [3, 9])
def test_a_page_costs_the_same_for_any_size(client, neighbourhood, size, django_assert_num_queries):
    team = make_team(neighbourhood, size)
    client.force_login(make_user("le", leads=team))
    open_round(team, DECEMBER, at=OPENED)
    for assignment in team.rounds.get().assignments.all():
        record(assignment, DIEN_01="F")
    january = open_round(team, Month(2027, 1), at=NOON)
    # session, user, team, may enter, round, items, assignments, hazards, their sightings
    with django_assert_num_queries(9):
        page = client.get(f"/teams/{team.pk}/paper/2027-01/pile/")
    assert page.text.count("Lần trước chưa đạt, nay?") == january.assignments.count()
