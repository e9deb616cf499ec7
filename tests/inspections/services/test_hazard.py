"""Hazards and answers agree, whatever arrives in whatever order."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firesafety.months import Month
from inspections.models import Assignment, Hazard, Round, Sighting
from inspections.planning.answers import Answer
from inspections.queries.hazard import Finding, hazard_faults, with_story
from inspections.services.checklist import publish_checklist, read_items
from inspections.services.hazard import find_episodes
from inspections.services.inspection import Result, record_inspection
from inspections.services.round import open_round
from tests.factories import make_household, make_team

from .stories import at

TODAY = date(2026, 12, 28)
CODES = ("DIEN-01", "DIEN-04")
MONTHS = [Month(2026, 10), Month(2026, 11), Month(2026, 12)]


@pytest.fixture
def visits(neighbourhood):
    """Three visits to one household in three months that are all still open to correction."""
    rows = [row for row in read_items() if row.code in CODES]
    publish_checklist(rows, on=date(2026, 10, 1))
    team = make_team(neighbourhood, 2)
    rounds = [open_round(team, month, at=at(month.first_day)) for month in MONTHS]
    Round.objects.update(missed_on=date(2027, 6, 1))
    household = team.memberships.first().household
    return [Assignment.objects.get(round=each, inspected=household) for each in rounds]


def verdicts():
    return list(Sighting.objects.order_by("pk").values_list("verdict", flat=True))


def story():
    hazard = with_story(Hazard.objects.all()).get()
    return hazard.repeats, hazard.needs_officer


def other_home(assignment):
    return make_household(assignment.inspected.neighbourhood)


def send(assignment, *, day, answers=None, obstacle=""):
    result = Result(
        answers=dict(zip(CODES, map(Answer, answers), strict=True)) if answers else {},
        obstacle=obstacle,
        done_on=assignment.round.month + timedelta(days=day),
    )
    return record_inspection(
        Assignment.objects.get(pk=assignment.pk),
        result,
        client_id=uuid4(),
        source="phone",
        at=at(TODAY),
    )


def states():
    return list(Hazard.objects.order_by("found_on", "pk").values_list("code", "state"))


def told(letters):
    return [Finding(key, TODAY, 1, Answer(letter), "") for key, letter in enumerate(letters)]


def test_findings_are_cut_where_a_fault_was_seen_fixed():
    episodes = find_episodes(told("PFFPPF"))
    assert [[seen.inspection for seen in each.seen] for each in episodes] == [[1, 2], [5]]
    assert [each.fixed.inspection if each.fixed else None for each in episodes] == [3, None]
    assert find_episodes(told("PUP")) == []


def test_a_fault_put_right_at_once_is_an_episode_of_its_own_or_ends_one():
    episodes = find_episodes(told("SFUS"))
    assert [[seen.inspection for seen in each.seen] for each in episodes] == [[0], [1, 3]]
    assert [each.fixed.inspection for each in episodes] == [0, 3]
    assert [[unseen.inspection for unseen in each.unseen] for each in episodes] == [[], [2]]


def test_the_next_inspector_sees_it_still_there_and_the_one_after_sees_it_fixed(visits):
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="FP")
    send(visits[2], day=5, answers="PP")
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.found_on) == ("fixed", date(2026, 10, 6))
    assert hazard.closed_on == date(2026, 12, 6)
    told = [(s.inspection.assignment, s.verdict) for s in hazard.sightings.order_by("pk")]
    assert told == [(visits[0], "seen"), (visits[1], "seen"), (visits[2], "fixed")]


def test_a_pass_taken_back_reopens_the_hazard_that_it_closed(visits):
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="PP")
    hazard = Hazard.objects.get()
    assert hazard.state == "fixed"
    send(visits[1], day=5, answers="FP")
    hazard.refresh_from_db()
    assert (hazard.state, hazard.closed_on) == ("open", None)
    assert Hazard.objects.count() == 1


def test_a_fault_seen_again_by_another_stays_when_the_first_takes_it_back(visits):
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="FP")
    send(visits[0], day=5, answers="PP")
    hazard = Hazard.objects.exclude(state="withdrawn").get()
    assert (hazard.state, hazard.found_on) == ("open", date(2026, 11, 6))
    assert hazard.sightings.get().inspection.assignment == visits[1]


def test_two_hazards_grow_together_when_the_pass_between_them_is_taken_back(visits):
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="PP")
    send(visits[2], day=5, answers="FP")
    assert states() == [("DIEN-01", "fixed"), ("DIEN-01", "open")]
    send(visits[1], day=5, answers="UP")
    assert states() == [("DIEN-01", "open"), ("DIEN-01", "withdrawn")]
    assert hazard_faults(visits[0].inspected) == []


def test_paper_that_comes_late_is_put_where_its_day_belongs(visits):
    send(visits[2], day=5, answers="FP")
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="PP")
    assert states() == [("DIEN-01", "fixed"), ("DIEN-01", "open")]
    assert hazard_faults(visits[0].inspected) == []


def test_what_could_not_be_seen_leaves_the_hazard_and_is_told_to_the_next(visits):
    send(visits[0], day=5, answers="FP")
    for other, answers in ((visits[1], "UP"), (visits[2], "NP")):
        send(other, day=5, answers=answers)
    assert states() == [("DIEN-01", "open")]
    assert verdicts() == ["seen", "unseen"]
    assert hazard_faults(visits[0].inspected) == []


def test_what_was_put_right_at_once_counts_as_found_with_both_its_days(visits):
    send(visits[0], day=5, answers="SP")
    hazard = Hazard.objects.get()
    day = date(2026, 10, 6)
    assert (hazard.state, hazard.found_on, hazard.closed_on) == ("fixed", day, day)
    assert verdicts() == ["corrected"]
    assert hazard_faults(visits[0].inspected) == []


def test_an_old_hazard_may_be_put_right_before_the_inspectors_eyes(visits):
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="SP")
    hazard = Hazard.objects.get()
    assert (hazard.found_on, hazard.closed_on) == (date(2026, 10, 6), date(2026, 11, 6))
    assert verdicts() == ["seen", "corrected"]


def test_a_hazard_that_three_months_left_not_fixed_is_the_officers(visits):
    send(visits[0], day=5, answers="FP")
    send(visits[1], day=5, answers="UP")
    assert story() == (2, False)
    send(visits[2], day=5, answers="FP")
    assert story() == (3, True)


def test_two_who_went_in_one_month_are_no_repeat(visits, settings):
    settings.HAZARD_REPEATS = 2
    send(visits[0], day=5, answers="FP")
    second = Assignment.objects.get(pk=visits[1].pk)
    Assignment.objects.filter(pk=second.pk).update(
        round=visits[0].round, inspector=other_home(second)
    )
    send(second, day=5, answers="FP")
    assert Sighting.objects.count() == 2
    assert story() == (1, False)


def test_a_promised_day_stands_when_the_settings_change(visits, settings):
    send(visits[0], day=5, answers="FP")
    due_on = Hazard.objects.get().due_on
    settings.HAZARD_DAYS = {"critical": 1, "major": 2, "minor": 3}
    send(visits[1], day=5, answers="FP")
    assert Hazard.objects.get().due_on == due_on


SUBMISSION = st.fixed_dictionaries(
    {
        "which": st.integers(0, 2),
        "day": st.integers(0, 25),
        "answers": st.one_of(
            st.none(),
            st.text([answer.value for answer in Answer], min_size=2, max_size=2),
        ),
    }
)


def open_by_hand(sent):
    """Codes whose last telling answer is a failure: the naive reading of the last word sent."""
    last = sorted(sent.items(), key=lambda each: (each[1]["month"], each[1]["day"]))
    return {
        code
        for place, code in enumerate(CODES)
        if [s["answers"][place] for _, s in last if s["answers"] and s["answers"][place] in "PFS"][
            -1:
        ]
        == ["F"]
    }


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(submissions=st.lists(SUBMISSION, min_size=1, max_size=8))
def test_after_any_sequence_of_results_and_corrections_hazards_and_answers_agree(
    visits, submissions
):
    sent = {}
    with transaction.atomic():
        for each in submissions:
            answers = each["answers"]
            send(
                visits[each["which"]],
                day=each["day"],
                answers=answers,
                obstacle="" if answers else "nobody_home",
            )
            sent[each["which"]] = {**each, "month": each["which"]}
            assert hazard_faults(visits[0].inspected) == []
        is_open = Hazard.objects.filter(state="open").values_list("code", flat=True)
        assert sorted(is_open) == sorted(open_by_hand(sent))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Hazard.objects.filter(code="DIEN-01").delete(),
        lambda: Hazard.objects.filter(code="DIEN-01").update(found_on=date(2026, 10, 1)),
        lambda: Hazard.objects.update(state="withdrawn", closed_on=TODAY),
        lambda: Hazard.objects.filter(state="fixed").update(state="open", closed_on=None),
        lambda: Hazard.objects.filter(state="fixed").update(closed_on=TODAY),
        lambda: Sighting.objects.filter(verdict="fixed").update(verdict="seen"),
        lambda: Sighting.objects.filter(verdict="seen").delete(),
        lambda: Hazard.objects.update(due_on=date(2026, 1, 1)),
    ],
)
def test_the_checker_notices_what_was_tampered_with(visits, tamper):
    send(visits[0], day=5, answers="FF")
    send(visits[1], day=5, answers="PF")
    assert hazard_faults(visits[0].inspected) == []
    tamper()
    assert hazard_faults(visits[0].inspected) != []
