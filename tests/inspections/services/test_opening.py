"""A month is opened exactly once, whatever is missed, doubled or killed on the way."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django_q.models import OrmQ

from firesafety.months import Month
from households.models import Team
from inspections.models import Assignment, Opening, Round, WardOpening
from inspections.queries.opening import OpeningProgress, opening_progress
from inspections.services import opening as service
from inspections.services.opening import (
    MAX_ATTEMPTS,
    ensure_months,
    open_ward,
    reconcile_openings,
    request_opening,
)
from inspections.services.pause import pause_team, resume_team
from tests.factories import make_neighbourhood, make_team, make_ward

from .stories import DECEMBER, at, figures_agree

FIRST = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _figures_agree_in_the_end(db):
    yield
    figures_agree()


@pytest.fixture
def wards(ward):
    """Two wards with teams, and one without any."""
    other = make_ward("31135", "Phường Ninh Kiều")
    make_ward("31147", "Phường Tân An")
    for area, sizes in ((ward, (12, 5)), (other, (8,))):
        for size in sizes:
            make_team(make_neighbourhood(area, f"Khu vực {size}"), size)
    return [ward, other]


def request(**options):
    return request_opening(DECEMBER, at=at(FIRST), **options)


def queued():
    """The ids that the tasks in the queue carry, in order."""
    return [row.task["args"][0] for row in OrmQ.objects.order_by("pk")]


def run(*keys):
    return [open_ward(key, at=at(FIRST)).state for key in keys or queued()]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Round, Assignment)]


def test_a_wish_becomes_one_task_for_each_ward_with_teams(wards):
    opening = request()
    jobs = list(opening.wards.order_by("pk"))
    assert {job.ward for job in jobs} == set(wards)
    assert queued() == [job.pk for job in jobs]
    assert {row.task["func"] for row in OrmQ.objects.all()} == {"inspections.tasks.open_ward"}
    assert not Round.objects.exists()


def test_a_wish_taken_back_leaves_no_task(wards):
    with transaction.atomic():
        request()
        transaction.set_rollback(True)
    assert queued() == []
    assert not Opening.objects.exists()


def test_the_tasks_open_every_team_and_finish_the_month(wards):
    request()
    assert run() == ["done", "done"]
    assert Round.objects.count() == 3
    assert Assignment.objects.count() == 25
    assert opening_progress(DECEMBER) == OpeningProgress(done=2, teams=3, opened=3, assignments=25)
    assert Opening.objects.get().finished_at == at(FIRST)


def test_twice_asked_and_twice_delivered_is_once_opened(wards):
    request()
    request()
    assert len(queued()) == 4
    run()
    before = everything()
    assert run() == ["done"] * 4
    request()
    assert len(queued()) == 4  # nothing is left to ask for
    assert everything() == before
    assert [job.attempts for job in WardOpening.objects.all()] == [1, 1]


def test_two_deliveries_at_the_same_moment_write_one_set_of_rounds(wards, monkeypatch):
    request()
    (key, _) = queued()
    plan = service.plan_openings

    def interrupted(*args, **options):
        planned = plan(*args, **options)
        monkeypatch.setattr(service, "plan_openings", plan)
        open_ward(key, at=at(FIRST))  # the other worker is quicker
        return planned

    monkeypatch.setattr(service, "plan_openings", interrupted)
    assert run(key) == ["done"]
    job = WardOpening.objects.get(pk=key)
    assert (job.attempts, job.opened, job.assignments) == (2, 2, 17)
    assert Assignment.objects.count() == 17


@pytest.mark.parametrize("step", ["plan_openings", "write_rounds", "_count", "_finish"])
def test_work_that_breaks_halfway_leaves_nothing_and_is_done_next_time(wards, monkeypatch, step):
    request()
    (key, _) = queued()

    def broken(*args, **options):
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(service, step, broken)
        with pytest.raises(RuntimeError):
            run(key)
    job = WardOpening.objects.get(pk=key)
    assert (job.state, job.attempts, job.error) == ("queued", 1, "RuntimeError: the power went")
    assert not Round.objects.exists()
    assert run(key) == ["done"]
    job.refresh_from_db()
    assert (job.opened, job.error) == (2, "")


def test_a_ward_that_kills_its_worker_is_given_up_and_can_be_revived(wards, monkeypatch):
    request()
    (key, _) = queued()

    def killed(*args, **options):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(service, "plan_openings", killed)
        for _delivery in range(MAX_ATTEMPTS):
            with pytest.raises(SystemExit):
                run(key)
    assert run(key) == ["dead"]
    assert run(key) == ["dead"]
    request()
    assert WardOpening.objects.get(pk=key).state == "dead"
    request(revive=True)
    assert run(key) == ["done"]


def test_a_team_that_comes_later_is_opened_by_the_next_wish(wards, neighbourhood):
    request()
    run()
    late = make_team(neighbourhood, 6, founded_on=date(2026, 12, 3))
    opening = request_opening(DECEMBER, at=at(date(2026, 12, 3)))
    assert opening.wards.get(state="queued").ward == late.ward
    assert Opening.objects.get().finished_at is None
    open_ward(queued()[-1], at=at(date(2026, 12, 3)))
    assert Round.objects.filter(team=late).exists()
    assert opening_progress(DECEMBER).opened == 4
    assert Opening.objects.get().finished_at is not None


def test_only_the_wards_asked_for_are_opened(wards):
    request(wards=wards[1:])
    run()
    assert set(Round.objects.values_list("team__ward", flat=True)) == {wards[1].pk}
    assert opening_progress(DECEMBER, wards=wards[:1]) == OpeningProgress()


def test_what_got_lost_is_sent_again_after_a_while(wards):
    request()
    OrmQ.objects.all().delete()
    assert reconcile_openings(at=at(FIRST) + timedelta(minutes=5)) == 0
    later = at(FIRST) + timedelta(minutes=20)
    assert reconcile_openings(at=later) == 2
    assert reconcile_openings(at=later) == 0
    assert run() == ["done", "done"]


def test_a_finish_that_nobody_marked_is_marked_by_the_reconciler(wards):
    request()
    run()
    Opening.objects.update(finished_at=None)
    reconcile_openings(at=at(FIRST))
    assert Opening.objects.get().finished_at == at(FIRST)


def months_ensured(day):
    return [str(Month.of(opening.month)) for opening in ensure_months(on=day, at=at(day))]


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 12, 1), ["2026-12"]),
        (date(2026, 12, 24), ["2026-12"]),
        (date(2026, 12, 25), ["2026-12", "2027-01"]),
        (date(2026, 12, 31), ["2026-12", "2027-01"]),
    ],
)
def test_a_day_ensures_its_month_and_late_in_it_the_next(wards, day, months):
    assert months_ensured(day) == months


def test_a_team_founded_in_the_last_days_waits_for_the_next_month(wards, neighbourhood):
    months_ensured(FIRST)
    run()
    make_team(neighbourhood, 6, founded_on=date(2026, 12, 27))
    assert months_ensured(date(2026, 12, 28)) == ["2027-01"]


def test_a_year_of_days_with_gaps_opens_every_month_once(wards):
    day = date(2026, 1, 5)
    while day < date(2027, 1, 1):
        if day.day % 7:  # the machine sleeps one day in seven
            ensure_months(on=day, at=at(day))
            for key in queued():
                open_ward(key, at=at(day))
            OrmQ.objects.all().delete()
        day += timedelta(days=4)
    months = list(Round.objects.order_by("month").values_list("month", "team"))
    expected = [Month(2026, 1).plus(index).first_day for index in range(13)]
    assert sorted({month for month, _ in months}) == expected
    assert len(months) == len(set(months)) == 13 * 3


def test_a_team_that_rests_is_opened_when_it_comes_back(wards):
    team = Team.objects.get(ward=wards[1])
    pause_team(team, on=date(2026, 11, 20))
    months_ensured(FIRST)
    run()
    assert not Round.objects.filter(team=team).exists()
    resume_team(team, on=date(2026, 12, 5))
    months_ensured(date(2026, 12, 5))
    run()
    assert Round.objects.filter(team=team).exists()
