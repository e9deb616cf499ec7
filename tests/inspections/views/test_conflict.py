"""A phone result and a paper result for one visit meet in one record."""

from uuid import uuid4

import pytest

from inspections.models import Hazard, Inspection, Submission
from tests.factories import make_user
from tests.inspections.views.stories import filled, record


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.fixture
def sheet(team, assignment, leader):
    return f"/teams/{team.pk}/paper/2026-12/{assignment.pk}/"


def type_in(client, sheet, **fields):
    data = {"client_id": str(uuid4()), "done_on": "12/12/2026", "seen": "on", **fields}
    return client.post(sheet, data)


def choose(client, sheet, choice, seen="1-2"):
    return client.post(f"{sheet}compare/", {"choice": choice, "seen": seen})


def standings():
    return list(Submission.objects.order_by("revision").values_list("source", "standing"))


def test_both_are_kept_and_shown_side_by_side(client, assignment, sheet):
    record(assignment, DIEN_02="N")

    answer = type_in(client, sheet, exceptions="DIEN-01 F dây hở")

    assert answer.url == f"{sheet}compare/"
    assert standings() == [("phone", "taken"), ("paper", "waiting")]
    page = client.get(answer.url)
    assert page.context["conflict"].differences == ("DIEN-01", "DIEN-02")
    assert "<mark>Chưa đạt</mark>" in page.text
    assert "dây hở" in page.text
    assert Inspection.objects.get().answers == Submission.objects.get(revision=1).answers


@pytest.mark.parametrize(
    ("choice", "source", "standing", "hazards"),
    [("held", "phone", "aside", 0), ("arrived", "paper", "taken", 1)],
)
def test_the_leader_chooses_one_and_the_other_stays_readable(
    client, assignment, sheet, leader, choice, source, standing, hazards
):
    record(assignment)
    type_in(client, sheet, exceptions="DIEN-01 F")

    for _ in range(2):  # The second time nothing waits any more.
        assert choose(client, sheet, choice).status_code == 302

    assert Inspection.objects.get().source == source
    assert standings() == [("phone", "taken"), ("paper", standing)]
    assert Submission.objects.get(revision=2).compared_by == leader
    assert Hazard.objects.count() == hazards
    assert "không còn bản nào phải so" in client.get(f"{sheet}compare/").text


def test_paper_that_says_the_same_is_no_conflict(client, assignment, sheet):
    record(assignment, DIEN_01="F")

    answer = type_in(client, sheet, exceptions="DIEN-01 F")

    assert "compare" not in answer.url
    assert standings() == [("phone", "taken"), ("paper", "same")]
    assert Hazard.objects.count() == 1


def test_what_comes_by_phone_after_paper_waits_too_and_its_sender_is_told(
    client, assignment, sheet, link
):
    type_in(client, sheet)

    client.post(
        f"{link}answers/",
        filled(assignment, client_id=uuid4(), done_on="12/12/2026", DIEN_01="F"),
    )

    assert standings() == [("paper", "taken"), ("phone", "waiting")]
    assert Inspection.objects.get().source == "paper"
    assert "tổ trưởng sẽ so lại" in client.get(f"{link}sent/").text


def test_a_version_that_came_meanwhile_is_looked_at_before_choosing(client, assignment, sheet):
    record(assignment)
    type_in(client, sheet, exceptions="DIEN-01 F")
    type_in(client, sheet, exceptions="DIEN-02 F")

    page = choose(client, sheet, "arrived", seen="1-2")

    assert page.status_code == 409
    assert standings() == [("phone", "taken"), ("paper", "aside"), ("paper", "waiting")]
    assert Inspection.objects.get().source == "phone"


def test_a_choice_has_to_be_made(client, assignment, sheet):
    record(assignment)
    type_in(client, sheet, exceptions="DIEN-01 F")

    assert choose(client, sheet, "").status_code == 409
    assert standings()[1] == ("paper", "waiting")


def test_a_correction_that_agrees_leaves_nothing_to_compare(client, assignment, sheet):
    record(assignment)
    type_in(client, sheet, exceptions="DIEN-01 F")

    record(assignment, DIEN_01="F")

    assert standings() == [("phone", "taken"), ("paper", "same"), ("phone", "taken")]


def test_a_visit_made_follows_one_tried_in_vain_whichever_way_it_came(client, assignment, sheet):
    record(assignment, obstacle="nobody_home")

    type_in(client, sheet)

    assert standings() == [("phone", "taken"), ("paper", "taken")]
    assert Inspection.objects.get().completed


def test_a_signature_holds_for_the_version_that_was_signed(client, team, assignment, sheet):
    record(assignment)
    type_in(client, sheet, exceptions="DIEN-01 F", signed="on")
    sides = f"/teams/{team.pk}/two-sides/2026-12/"

    assert "Chưa trả lời" in client.get(sides).text
    choose(client, sheet, "arrived")
    assert "Chủ nhà đồng ý" in client.get(sides).text
