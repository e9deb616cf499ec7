"""Last month's results, of mixed quality, and the beginnings of this month's."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone

from firesafety.months import Month
from households.models import Area, Household
from households.sample import sample_answers, sample_note
from inspections.models import Assignment, Obstacle, Round, Source
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.services.inspection import Result, record_inspection
from inspections.services.opening import open_ward, request_opening

SAMPLE = uuid.UUID("12121212-1212-4212-8212-121212121212")
# How much of its month a team gets done, by turns, so that every kind of team is on the screens.
DILIGENCE = (1.0, 1.0, 1.0, 0.9, 1.0, 1.0, 0.8, 0.3, 1.0, 0.0)


def open_month_here(ward: Area, month: Month, *, at: datetime) -> None:
    """Open a month in this process, without the queue."""
    opening = request_opening(month, at=at, wards=[ward], enqueue=False)
    for job in opening.wards.filter(ward=ward):
        open_ward(job.pk, at=at)


def record_month(ward: Area, month: Month, *, until: date) -> int:
    """Record the visits that the sample's neighbours made in ``month``; how many there are now.

    Each visit has a client id of its own, so a second run finds every one of them stored.
    """
    rounds = Round.objects.filter(team__ward=ward, month=month.first_day, closed_on=None)
    recorded = 0
    for round in rounds.select_related("team", "checklist"):
        share = DILIGENCE[round.team.number % len(DILIGENCE)]
        for assignment, result, at in _visits(round, share=share, until=until):
            record_inspection(
                assignment,
                result,
                client_id=uuid.uuid5(SAMPLE, str(assignment.public_id)),
                source=Source.PAPER if assignment.position % 3 == 0 else Source.PHONE,
                at=at,
            )
            recorded += 1
    return recorded


def _visits(
    round: Round, *, share: float, until: date
) -> Iterator[tuple[Assignment, Result, datetime]]:
    assignments = round.assignments.select_related("round", "inspector", "inspected")
    for assignment in assignments:
        rng = Random(f"{round.month} {round.team.number} {assignment.position}")
        done_on = round.starts_on + timedelta(days=rng.randint(1, 24))
        if rng.random() >= share or done_on > until:
            continue
        at = datetime.combine(done_on, time(rng.randint(8, 20)), get_current_timezone())
        yield assignment, _result(assignment, rng, done_on), at


def _result(assignment: Assignment, rng: Random, done_on: date) -> Result:
    if rng.random() < 0.02:
        return Result(obstacle=rng.choice([Obstacle.NOBODY_HOME, Obstacle.AWAY]), done_on=done_on)
    items = items_for(assignment.round, assignment.inspected)
    drawn = sample_answers(
        {item.code: item.severity for item in items},
        seed=rng.randint(0, 2**31),
        diligence=_diligence_at_home(assignment.inspected),
    )
    answers = {code: Answer(_LETTERS[word]) for code, word in drawn.items()}
    failed = [code for code, answer in answers.items() if answer is Answer.FAIL]
    notes = {code: sample_note(code, seed=rng.randint(0, 2**31)) for code in failed}
    return Result(answers=answers, notes=notes, done_on=done_on)


def _diligence_at_home(household: Household) -> float:
    """One home in twelve leaves much undone; at the others there is little to find."""
    careless = Random(f"home {household.address}").random() < 1 / 12
    return 0.55 if careless else 0.99


_LETTERS = {"pass": "P", "fail": "F", "na": "N", "unseen": "U"}
