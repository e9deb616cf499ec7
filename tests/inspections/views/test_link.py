"""A household's page, opened by link or typed code."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.apps import apps

from firesafety.months import Month
from inspections.models import Submission
from inspections.services.link import link_token, reissue_link, short_code
from inspections.services.pause import pause_team, resume_team
from inspections.services.round import close_rounds, open_round
from inspections.views import wrong_codes
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import filled, hidden_id, record


def test_the_page_says_who_goes_to_whom_and_until_when(client, assignment, link):
    page = client.get(link)

    assert page.status_code == 200
    assert assignment.inspector.holder_name in page.text
    assert assignment.inspected.holder_name in page.text
    assert assignment.inspected.address in page.text
    assert "25/12/2026" in page.text
    assert "Bắt đầu" in page.text


def test_the_page_names_nobody_else_of_the_team(client, assignment, link, round):
    shown = {assignment.inspector.holder_name, assignment.inspected.holder_name}
    others = {each.inspector.holder_name for each in round.assignments.all()} - shown

    page = client.get(link)

    assert len(others) == 1
    assert [name for name in others if name in page.text] == []


@pytest.mark.parametrize(
    "spelling",
    [
        lambda token: f"/k/{token.lower()}/",
        lambda token: f"/K/{token}",
        lambda token: f"/k/{token}",
        lambda token: f"/K/{token.lower()}/",
    ],
)
def test_a_link_opens_however_it_is_written(client, assignment, spelling):
    assert client.get(spelling(link_token(assignment))).status_code == 200


def test_the_short_code_opens_the_same_page(client, assignment):
    code = short_code(assignment)

    assert assignment.inspected.holder_name in client.get(f"/k/{code}/").text


def test_typing_the_code_leads_to_the_page(client, assignment):
    code = short_code(assignment).lower().replace("-", " ")

    page = client.post("/k/", {"code": f"  {code} "}, follow=True)

    assert page.redirect_chain[-1][1] == 302
    assert assignment.inspected.holder_name in page.text


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDE-1234!"])
def test_a_code_of_the_wrong_shape_is_explained(client, db, typed):
    page = client.post("/k/", {"code": typed})

    assert page.status_code == 200
    assert "error-summary" in page.text


def test_an_unknown_code_is_explained_and_kept(client, db):
    page = client.post("/k/", {"code": "ABCDE-12345"})

    assert page.status_code == 404
    assert "Không có phiếu nào đang mở với mã này" in page.text
    assert 'value="ABCDE-12345"' in page.text


@pytest.mark.parametrize("part", ["", "answers/", "obstacle/", "sent/"])
def test_an_unknown_link_is_a_friendly_404(client, db, part):
    answer = client.get(f"/k/{'A' * 26}/{part}")

    assert answer.status_code == 404
    assert "hỏi tổ trưởng" in answer.text


@pytest.mark.parametrize("part", ["", "answers/", "obstacle/", "sent/", "photos/", "calendar.ics"])
def test_a_revoked_link_says_so_and_the_new_one_opens(client, assignment, link, officer, part):
    old_code = short_code(assignment)
    reissue_link(assignment, issue=1, by=officer, at=NOON)

    for old in (link, f"/k/{old_code}/"):
        answer = client.get(old + part)
        assert answer.status_code == 410
        assert "Mã này đã được thay" in answer.text
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert assignment.inspected.holder_name not in answer.text
    assert client.get(f"/k/{link_token(assignment)}/").status_code == 200


def test_a_revoked_code_that_is_typed_says_so(client, assignment):
    old_code = short_code(assignment)
    reissue_link(assignment, issue=1, by=None, at=NOON)

    answer = client.post("/k/", {"code": old_code})

    assert (answer.status_code, "Mã này đã được thay" in answer.text) == (410, True)


def test_a_result_sent_by_a_revoked_link_is_not_stored(client, assignment, link):
    data = filled(assignment, client_id=hidden_id(client.get(link + "answers/")))
    reissue_link(assignment, issue=1, by=None, at=NOON)

    assert client.post(link + "answers/", data).status_code == 410
    assert Submission.objects.count() == 0


def test_a_link_ends_with_the_days_of_grace_in_words(client, assignment, link):
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        answers = [client.get(link), client.post("/k/", {"code": short_code(assignment)})]

    for answer in answers:
        assert answer.status_code == 410
        assert "Phiếu này đã hết hạn" in answer.text
        assert f"{assignment.round.missed_on:%d/%m/%Y}" in answer.text
        assert assignment.inspected.holder_name not in answer.text


def test_codes_that_have_ended_are_counted_like_wrong_ones(client, assignment, monkeypatch):
    monkeypatch.setattr(wrong_codes, "WRONG_CODES_ALLOWED", 2)
    old_code = short_code(assignment)
    reissue_link(assignment, issue=1, by=None, at=NOON)

    assert [client.get(f"/k/{old_code}/").status_code for _ in range(3)] == [410, 410, 429]


def test_whole_links_that_have_ended_keep_nobody_from_typing_a_code(
    client, assignment, link, monkeypatch
):
    monkeypatch.setattr(wrong_codes, "WRONG_CODES_ALLOWED", 2)
    reissue_link(assignment, issue=1, by=None, at=NOON)

    assert [client.get(link).status_code for _ in range(4)] == [410] * 4
    assert client.get(f"/k/{short_code(assignment)}/").status_code == 200


@pytest.mark.parametrize("part", ["", "answers/", "obstacle/", "sent/", "photos/"])
def test_nothing_that_a_link_opens_is_kept_or_listed(client, link, part):
    headers = client.get(link + part).headers

    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_page_allows_no_script_of_strangers_and_asks_nobody_else(client, assignment, link):
    record(assignment, DIEN_01="F")
    for part in ("", "answers/", "obstacle/", "sent/", "photos/"):
        page = client.get(link + part)
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", page.text) == []
        assert re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//[^"' >]+""", page.text) == []


def rows() -> dict[str, list]:
    """Every row of every table, as it stands."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
    }


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("visited", [False, True])
def test_reading_changes_no_row(client, assignment, link, method, visited):
    """The bot of a chat that draws a preview of a link opens it before anybody reads it."""
    if visited:
        record(assignment, DIEN_01="F")
    before = rows()

    for part in ("", "answers/", "obstacle/", "sent/", "photos/", "calendar.ics"):
        answer = getattr(client, method)(link + part, headers={"User-Agent": "ZaloBot preview"})
        assert answer.status_code in (200, 302)
    for path in ("/k/", f"/k/{short_code(assignment)}/", "/K/" + "A" * 26):
        getattr(client, method)(path)

    assert rows() == before


def test_wrong_codes_are_limited_and_right_links_are_not(client, link, monkeypatch):
    monkeypatch.setattr(wrong_codes, "WRONG_CODES_ALLOWED", 2)

    statuses = [client.post("/k/", {"code": f"ABCDE-1234{n}"}).status_code for n in range(3)]

    assert statuses == [404, 404, 429]
    assert client.get("/k/ABCDE-12345/").status_code == 429
    assert client.get(link).status_code == 200


def test_addresses_are_limited_one_by_one(client, assignment, monkeypatch):
    monkeypatch.setattr(wrong_codes, "WRONG_CODES_ALLOWED", 1)
    client.post("/k/", {"code": "ABCDE-12345"}, REMOTE_ADDR="203.0.113.1")

    elsewhere = client.get(f"/k/{short_code(assignment)}/", REMOTE_ADDR="203.0.113.2")

    assert elsewhere.status_code == 200


def test_behind_a_proxy_the_address_is_the_one_the_proxy_wrote(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})

    settings.SECURE_PROXY_SSL_HEADER = None
    direct = wrong_codes.client_address(request)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert (direct, wrong_codes.client_address(request)) == ("127.0.0.1", "203.0.113.9")


def test_what_was_wrong_last_month_is_shown_with_its_day(client, assignment, team):
    opened = datetime(2027, 1, 1, 8, tzinfo=NOON.tzinfo)
    record(assignment, DIEN_01="F")
    following = open_round(team, Month(2027, 1), at=opened)
    successor = following.assignments.get(inspected=assignment.inspected)

    with time_machine.travel(opened, tick=False):
        page = client.get(f"/k/{link_token(successor)}/")

    assert "Lần trước còn chưa đạt" in page.text
    assert "12/12/2026" in page.text


def test_what_a_late_visit_of_last_month_found_is_shown_too(client, assignment, team):
    january = open_round(team, Month(2027, 1), at=datetime(2027, 1, 1, 8, tzinfo=NOON.tzinfo))
    record(assignment, at=datetime(2027, 1, 3, 8, tzinfo=NOON.tzinfo), DIEN_01="F")
    successor = january.assignments.get(inspected=assignment.inspected)

    with time_machine.travel(datetime(2027, 1, 4, 8, tzinfo=NOON.tzinfo), tick=False):
        told_to_successor = client.get(f"/k/{link_token(successor)}/").text
        told_to_finder = client.get(f"/k/{link_token(assignment)}/").text

    assert "Lần trước còn chưa đạt" in told_to_successor
    assert "Lần trước còn chưa đạt" not in told_to_finder


def test_after_the_close_the_page_says_so_and_keeps_the_result(client, assignment, link, round):
    record(assignment)
    page = client.get(link + "answers/")
    data = filled(assignment, client_id=hidden_id(page))
    type(round).objects.filter(pk=round.pk).update(closed_on=NOON.date())

    assert "đã chốt" in client.get(link).text
    assert "đã chốt" in client.get(link + "answers/").text
    assert "đã chốt" in client.post(link + "answers/", data).text
    assert Submission.objects.count() == 1
    assert "Mã biên nhận" in client.get(link + "sent/").text


def test_the_link_of_a_resting_team_says_that_it_rests_and_opens_on(client, team, assignment, link):
    pause_team(team, on=NOON.date())
    moment = NOON.replace(year=2027, month=2, day=20)
    with time_machine.travel(moment, tick=False):
        resting = client.get(link)
        resume_team(team, on=moment.date())
        working = client.get(link)

    assert "Tổ tạm nghỉ" in resting.text
    assert "đã chốt" not in resting.text
    assert resting["X-Keep-Until"] > "2027-02-20"
    assert (working.status_code, "Tổ tạm nghỉ" in working.text) == (200, False)
    assignment.round.refresh_from_db()
    assert working["X-Keep-Until"] == assignment.round.missed_on.isoformat() > "2027-02-20"


def test_rounds_are_open_until_the_grace_ends(client, assignment, link):
    last_day = assignment.round.missed_on - timedelta(days=1)
    moment = NOON.replace(year=last_day.year, month=last_day.month, day=last_day.day)
    with time_machine.travel(moment, tick=False):
        close_rounds(on=last_day)
        assert "Bắt đầu" in client.get(link).text


def test_a_page_costs_few_questions(client, link, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(link)
    with django_assert_max_num_queries(6):
        client.get(link + "answers/")
