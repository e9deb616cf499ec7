"""The commands: numbers as JSON on the last line, words to people, 1 and a reason when not done."""

import json
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django_q.models import OrmQ
from pypdf import PdfReader

from inspections.models import Assignment, Hazard, Round, WardOpening
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.queries.link import find_assignment
from inspections.services.inspection import Result, record_inspection
from inspections.services.link import link_url, short_code
from tests.factories import make_neighbourhood, make_team, make_ward

from .services.stories import at, open_december

ON = date(2026, 12, 12)


@pytest.fixture(autouse=True)
def _mid_december():
    with time_machine.travel(at(ON), tick=False):
        yield


@pytest.fixture
def run(capsys):
    """Run a command as a person would; what it printed last, read as JSON, and its words."""

    def command(*words):
        call_command(*words, "--json")
        told = capsys.readouterr()
        return json.loads(told.out.splitlines()[-1]), told.err

    return command


@pytest.fixture
def teams(ward, neighbourhood):
    other = make_ward("31135", "Phường Ninh Kiều")
    return [
        make_team(neighbourhood, 5),
        make_team(neighbourhood, 1),
        make_team(make_neighbourhood(other), 4),
    ]


def without_seconds(result):
    assert result.pop("seconds") >= 0
    return result


def test_rounds_are_opened_here_and_now(run, ward, teams):
    result, words = run("open_rounds", "--month", "2026-12", "--ward", ward.code, "--now")
    assert without_seconds(result) == {
        "teams": 2,
        "opened": 2,
        "already_open": 0,
        "queued": 0,
        "assignments": 5,
        "shortages": 1,
    }
    assert "mở 2 đợt" in words
    assert not OrmQ.objects.exists()


def test_opening_again_opens_nothing(run, teams):
    run("open_rounds", "--month", "2026-12", "--now")
    before = list(Assignment.objects.values())
    result, _ = run("open_rounds", "--month", "2026-12", "--now")
    assert (result["teams"], result["opened"], result["already_open"]) == (3, 0, 3)
    assert list(Assignment.objects.values()) == before


def test_without_now_the_queue_is_asked(run, teams):
    result, words = run("open_rounds", "--month", "2026-12")
    assert (result["opened"], result["queued"]) == (0, 3)
    assert "manage.py work" in words
    assert OrmQ.objects.count() == 2
    assert not Round.objects.exists()


def test_a_ward_given_up_is_tried_again_when_asked_for(run, teams):
    run("open_rounds", "--month", "2026-12")
    WardOpening.objects.update(state="dead", attempts=11)
    assert run("open_rounds", "--month", "2026-12", "--now")[0]["opened"] == 3


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["open_rounds", "--month", "12/2026"], "2026-12"),
        (["open_rounds", "--month", "2026-12", "--ward", "99999"], "99999"),
        (["open_rounds", "--month", "2025-01"], "form_teams"),
        (["overdue", "--on", "20/12/2026"], "2026-12-20"),
        (["overdue", "--ward", "99999"], "99999"),
        (["print_checklists", "--month", "2026-12", "--team", "0", "--out", "x.pdf"], "12/2026"),
        (["print_summaries", "--month", "2026-12", "--ward", "1", "--out", "x.pdf"], "“1”"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(teams, words, reason):
    with pytest.raises(CommandError, match=reason):
        call_command(*words)


def text_of(path):
    return [page.extract_text() for page in PdfReader(path).pages]


def test_a_teams_checklists_become_one_file(run, neighbourhood, tmp_path):
    opened = open_december(make_team(neighbourhood, 3, labels=["12/1"]))
    out = tmp_path / "phieu.pdf"
    team = opened.team
    words = ["--month", "2026-12", "--team", str(team.pk), "--out", str(out)]
    result, told = run("print_checklists", *words)
    first, *sheets = text_of(out)
    assert without_seconds(result) == {"teams": 1, "pages": 1 + len(sheets)}
    assert str(out) in told
    assert f"Tổ 12/1 số {team.number}" in first
    assert "Phân công kiểm tra chéo" in first
    for assignment in opened.assignments.all():
        mine = [sheet for sheet in sheets if short_code(assignment) in sheet]
        assert len(mine) == len(sheets) // 3
        assert assignment.inspector.holder_name in mine[0]
        assert assignment.inspected.holder_name in mine[0]
        # The wall sheet shows no code: it would open the visit to whoever passes by.
        assert short_code(assignment) not in first
    assert list(tmp_path.iterdir()) == [out]


def test_a_ward_prints_its_own_teams_by_number(run, ward, teams, tmp_path):
    run("open_rounds", "--month", "2026-12", "--now")
    words = ["--month", "2026-12", "--ward", ward.code, "--out", str(tmp_path / "a.pdf")]
    result, _ = run("print_summaries", *words)
    pages = text_of(tmp_path / "a.pdf")
    assert result["teams"] == 2
    assert [str(team) in page for team, page in zip(teams[:2], pages, strict=True)] == [True, True]


def test_an_open_hazard_comes_first_on_the_next_sheet_and_once(run, neighbourhood, tmp_path):
    opened = open_december(make_team(neighbourhood, 3))
    item = opened.checklist.items.get(code="DIEN-02")
    household = opened.assignments.first().inspected
    Hazard.objects.create(
        household=household,
        item=item,
        code=item.code,
        severity=item.severity,
        found_on=date(2026, 11, 6),
        due_on=date(2026, 12, 6),
    )
    words = ["--month", "2026-12", "--team", str(opened.team.pk), "--out", str(tmp_path / "a.pdf")]
    run("print_checklists", *words)
    mine = [p for p in text_of(tmp_path / "a.pdf") if short_code(opened.assignments.first()) in p]
    assert "Chỗ chưa sửa từ lần trước" in mine[0]
    assert "\n".join(mine).count("DIEN-02") == 1


def test_the_printed_link_opens_its_visit_though_in_capitals(neighbourhood):
    assignment = open_december(make_team(neighbourhood, 3)).assignments.first()
    printed = link_url(assignment).upper().rsplit("/", 1)[1]
    assert find_assignment(printed, on=ON) == assignment


def test_a_sheet_printed_after_the_key_was_dropped_carries_a_link_that_works(
    run, neighbourhood, tmp_path, settings
):
    opened = open_december(make_team(neighbourhood, 3))
    settings.SECRET_KEY = "a-new-one-and-no-fallback"
    words = ["--month", "2026-12", "--team", str(opened.team.pk), "--out", str(tmp_path / "a.pdf")]
    run("print_checklists", *words)
    assignment = opened.assignments.first()
    assert assignment.link_issue == 2
    assert any(short_code(assignment) in page for page in text_of(tmp_path / "a.pdf"))


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(neighbourhood, tmp_path):
    opened = open_december(make_team(neighbourhood, 3))
    out = tmp_path / "missing" / "a.pdf"
    with pytest.raises(CommandError, match="Không ghi được"):
        call_command(
            "print_checklists", month="2026-12", team=opened.team.pk, out=str(out), verbosity=0
        )
    assert list(tmp_path.iterdir()) == []


def test_a_summary_tells_what_was_done_found_and_left(run, neighbourhood, tmp_path):
    opened = open_december(make_team(neighbourhood, 3))
    first, second, third = opened.assignments.all()
    items = items_for(opened, first.inspected)
    answers = {item.code: Answer.PASS for item in items} | {"DIEN-01": Answer.FAIL}
    for assignment, result in (
        (first, Result(answers=answers, done_on=date(2026, 12, 6))),
        (second, Result(obstacle="nobody_home", done_on=date(2026, 12, 6))),
    ):
        record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(ON))
    words = ["--month", "2026-12", "--team", str(opened.team.pk), "--out", str(tmp_path / "a.pdf")]
    run("print_summaries", *words)
    text = " ".join("\n".join(text_of(tmp_path / "a.pdf")).split())
    assert "1/3 lượt đã kiểm tra" in text
    assert "1 mục chưa đạt" in text
    assert "Còn 2 lượt chưa kiểm tra" in text
    assert "Không có ai ở nhà" in text
    assert third.inspected.holder_name in text


def test_the_overdue_list_has_its_reasons_as_json(run, ward, neighbourhood):
    team = make_team(neighbourhood, 3)
    first, *rest = open_december(team).assignments.all()
    answers = {item.code: Answer.PASS for item in items_for(first.round, first.inspected)}
    result = Result(answers=answers, done_on=date(2026, 12, 6))
    record_inspection(first, result, client_id=uuid4(), source="phone", at=at(ON))
    (line,), words = run("overdue", "--on", "2026-12-28", "--ward", ward.code)
    assert (line["team"], line["cause"], line["days_late"]) == (team.pk, "not_done", 3)
    assert [each["household"] for each in line["missing"]] == [a.inspected_id for a in rest]
    assert [each["inspectors"] for each in line["missing"]] == [[a.inspector_id] for a in rest]
    assert round(sum(part["points"] for part in line["parts"]), 1) == line["score"]
    assert "thiếu 2/3" in words
    assert [part["words"] for part in line["parts"]] == ["2 hộ chưa được kiểm tra", "trễ 3 ngày"]
    told = [text.split(maxsplit=1) for text in words.splitlines()[1:]]
    assert told == [[f"{part['points']}", part["words"]] for part in line["parts"]]


def test_a_team_listed_for_a_fault_alone_is_not_said_to_be_late(run, ward, neighbourhood):
    for assignment in open_december(make_team(neighbourhood, 3)).assignments.all():
        items = items_for(assignment.round, assignment.inspected)
        answers = {item.code: Answer.PASS for item in items} | {"DIEN-01": Answer.FAIL}
        result = Result(answers=answers, done_on=date(2026, 12, 6))
        record_inspection(assignment, result, client_id=uuid4(), source="phone", at=at(ON))
    (line,), words = run("overdue", "--on", "2026-12-28", "--ward", ward.code)
    assert (line["days_late"], line["cause"]) == (0, "hazard_overdue")
    assert words.splitlines()[0].endswith("3 chỗ quá hạn sửa, 3 chỗ nguy hiểm chưa sửa")
    assert "trễ" not in words


def test_the_whole_country_is_listed_worst_first(run, teams):
    run("open_rounds", "--month", "2026-12", "--now")
    lines, _ = run("overdue", "--on", "2026-12-28")
    assert {line["team"] for line in lines} == {teams[0].pk, teams[2].pk}
    scores = [line["score"] for line in lines]
    assert scores == sorted(scores, reverse=True)


def test_nothing_overdue_is_an_empty_list_and_a_sentence(run, teams):
    assert run("overdue") == ([], "Không có tổ nào quá hạn.\n")
