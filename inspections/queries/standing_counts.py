"""Rounds in numbers, counted from the visits; shared by who keeps them and who shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from django.utils.timezone import localdate

from firesafety.months import Month
from inspections.models import NEVER, Assignment, Round, RoundStanding, Submission
from inspections.queries.skipped import operating_calendars

DAY = timedelta(days=1)


@dataclass(slots=True)
class RoundTally:
    """What the visits of one round came to; ``done`` and ``obstacle`` as of its closing."""

    planned: int = 0
    done: int = 0
    obstacle: int = 0
    late: int = 0
    last_done_on: date | None = None
    households: set[int] = field(default_factory=set)
    inspected: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)

    def figures(self) -> dict[str, int | date | None]:
        """The columns of a ``RoundStanding`` that count."""
        return {
            "planned": self.planned,
            "done": self.done,
            "obstacle": self.obstacle,
            "late": self.late,
            "households": len(self.households),
            "inspected": len(self.inspected),
            "missing": len(self.households - self.known),
            "last_done_on": self.last_done_on,
        }


def closing_day(round: Round) -> date:
    """The first day on which a result is a late entry: whether or not the job has run yet.

    NEVER while the team (loaded with the round) rests: its clock stands still.
    """
    rests_since = round.team.paused_on
    if round.closed_on is None and rests_since is not None and rests_since < round.missed_on:
        return NEVER
    return round.closed_on or round.missed_on


def tally_rounds(rounds: Sequence[Round]) -> dict[int, RoundTally]:
    """Per round id its tally. Two queries; three where something was entered after closing."""
    closing = {round.pk: closing_day(round) for round in rounds}
    tallies = {round.pk: RoundTally() for round in rounds}
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
    after = {
        inspection: closing[round]
        for round, _home, inspection, _obstacle, _done_on, received_at in visits
        if inspection is not None and localdate(received_at) >= closing[round]
    }
    before = _as_closed(after)
    for round, home, inspection, obstacle, done_on, _received_at in visits:
        tally = tallies[round]
        tally.planned += 1
        tally.households.add(home)
        if inspection is None:
            continue
        # What was known at the closing: None where the first word of it came later.
        then = before.get(inspection) if inspection in after else obstacle
        tally.done += then == ""
        tally.obstacle += bool(then)
        tally.late += obstacle == "" and then != ""
        if then == "":
            tally.inspected.add(home)
        if obstacle == "":
            tally.known.add(home)
            tally.last_done_on = max(tally.last_done_on or done_on, done_on)
    return tallies


def _as_closed(after: Mapping[int, date]) -> dict[int, str]:
    """Per inspection id the obstacle ("" for done) that was the last word before its closing."""
    if not after:
        return {}
    rows = (
        Submission.objects.filter(inspection__in=after)
        .order_by("revision")
        .values_list("inspection", "obstacle", "received_at")
    )
    return {
        inspection: obstacle
        for inspection, obstacle, received_at in rows
        if localdate(received_at) < after[inspection]
    }


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
            until = min(until, row.due_on + DAY)
        for row in chain[:1]:
            row.silent_before = 0
        for older, newer in pairwise(chain):
            calendar = calendars[wards[team]]
            gap = calendar.period(Month.of(newer.month)) - calendar.period(Month.of(older.month))
            newer.silent_before = 0 if older.received or gap > 1 else older.silent_before + 1
        done[team] = chain
    return done
