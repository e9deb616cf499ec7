"""Rounds in numbers, counted from the visits; shared by who keeps them and who shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.utils.timezone import localdate

from firesafety.months import Month
from inspections.models import EVER, NEVER, Assignment, Round, RoundStanding
from inspections.planning.deadlines import first_working_day
from inspections.planning.tally import Tally, Told, VisitFacts, tally
from inspections.queries.closing import closing_day
from inspections.queries.holidays import holidays
from inspections.queries.skipped import operating_calendars
from inspections.queries.version import held_words

DAY = timedelta(days=1)


class Judged(NamedTuple):
    """What of a ``TeamStanding`` is copied from the round that the team is judged by, in the names
    of its columns."""

    judged_round_id: int | None = None
    judged_from: date = EVER
    judged_until: date = NEVER
    judged_missing: int = 0
    judged_households: int = 0
    judged_silent: int = 0


def late_from(round: Round) -> date:
    """The first day that counts after the due day."""
    return first_working_day(round.due_on + DAY, holidays())


def tally_rounds(rounds: Sequence[Round]) -> dict[int, Tally]:
    """Per round id its numbers. One query; two where something was entered after closing."""
    closing = {round.pk: closing_day(round) for round in rounds}
    visits = list(
        Assignment.objects.filter(round__in=closing)
        .order_by("pk")
        .values_list(
            "round",
            "inspected",
            "inspection",
            "inspection__obstacle",
            "inspection__done_on",
            "inspection__received_at",
        )
    )
    # Where the last word came in time, nothing said before it matters.
    late = [row[2] for row in visits if row[2] and localdate(row[5]) >= closing[row[0]]]
    earlier = _all_words(late)
    facts: dict[int, list[VisitFacts]] = {key: [] for key in closing}
    for round, home, inspection, obstacle, done_on, received_at in visits:
        if inspection is None:
            facts[round].append(VisitFacts(home))
            continue
        last = Told(localdate(received_at), obstacle)
        told = (*earlier.get(inspection, ()), last)
        facts[round].append(VisitFacts(home, told, done_on))
    return {key: tally(facts[key], closing=day) for key, day in closing.items()}


def _all_words(inspections: Collection[int]) -> dict[int, list[Told]]:
    """Per inspection id everything that was held of its visit, in the order it came to be held.

    What waits or was set aside was never held, and is no word of the visit.
    """
    found: dict[int, list[Told]] = defaultdict(list)
    if inspections:
        rows = held_words().filter(inspection__in=inspections)
        for inspection, received_at, obstacle in rows.values_list(
            "inspection", "received_at", "obstacle"
        ):
            found[inspection].append(Told(localdate(received_at), obstacle))
    return found


def chain_of(
    chains: Mapping[int, Iterable[RoundStanding]], wards: Mapping[int, int]
) -> dict[int, list[RoundStanding]]:
    """Each team's rounds in order of time, told until when they are judged and after what silence.

    ``wards``: per team id its ward's. The rows handed in are changed. One query; two where months
    are skipped.
    """
    calendars = operating_calendars(set(wards.values()))
    done = {}
    for team, rows in chains.items():
        chain = sorted(rows, key=lambda row: row.month)
        until = NEVER
        for row in reversed(chain):
            row.judged_until = until
            # A pause may have moved an older round's day behind that of a newer one.
            until = min(until, row.late_from)
        for row in chain[:1]:
            row.silent_before = 0
        for older, newer in pairwise(chain):
            calendar = calendars[wards[team]]
            gap = calendar.period(Month.of(newer.month)) - calendar.period(Month.of(older.month))
            newer.silent_before = 0 if older.received or gap > 1 else older.silent_before + 1
        done[team] = chain
    return done


def judged_on(day: date, rounds: Iterable[RoundStanding]) -> Judged:
    """By which of a team's rounds it is judged on a day, and until when; none of them is fine."""
    until = NEVER
    for row in rounds:
        if row.late_from <= day < row.judged_until:
            return Judged(
                row.round_id,
                row.late_from,
                row.judged_until,
                row.missing,
                row.households,
                row.silent_before,
            )
        until = min(until, row.late_from)
    return Judged(judged_until=until)
