"""Why this pair: what can honestly be said of one planned visit, from the inputs of its month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspections.planning.rotation.values import Mode, TeamInput, Visit


class Why(StrEnum):
    """What speaks for a pair, the first that holds."""

    CARRIER = "carrier"  # the inspector goes to many this month: its duty, or its crew
    ONLY_ONE = "only_one"  # nobody else may go there this month
    NEVER_MET = "never_met"  # this inspector has never been there
    LONGEST_AGO = "longest_ago"  # of all who may go there, its last visit is the oldest
    FITS = "fits"  # somebody else has waited longer, but then the month fits less well


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why ``visit`` stands in its month.

    ``months`` is how many operating months ago its inspector was there last, None for never.
    ``away``, ``unable`` and ``apart`` hold the households that could not go there instead, each
    under the first reason that holds, and only where nobody else could.
    """

    visit: Visit
    why: Why
    months: int | None = None
    away: tuple[int, ...] = ()
    unable: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()


def explain(inputs: TeamInput, visits: Iterable[Visit]) -> list[Explanation]:
    """One explanation for each visit between members of ``inputs``, in the order of ``visits``.

    ``inputs.mode`` is the mode that the visits were planned in. Nothing is replanned: these are
    the facts that the planner weighed, not a proof that it had no other choice.
    """
    visits = list(visits)
    members = {member.id for member in inputs.members}
    last = last_meetings(inputs)
    load: dict[int, int] = {}
    for visit in visits:
        load[visit.inspector] = load.get(visit.inspector, 0) + 1
    return [
        _explain(inputs, visit, last, carries=_carries(inputs.mode, load[visit.inspector]))
        for visit in visits
        if {visit.inspector, visit.inspected} <= members
    ]


def last_meetings(inputs: TeamInput) -> dict[Visit, int]:
    """Per ordered pair, how many operating months before this one it met last."""
    last: dict[Visit, int] = {}
    for meeting in inputs.history:
        months = inputs.period - meeting.period
        if months > 0:
            visit = Visit(meeting.inspector, meeting.inspected)
            last[visit] = min(months, last.get(visit, months))
    return last


def _carries(mode: Mode, load: int) -> bool:
    return mode is Mode.CREW or (mode is Mode.DUTY and load > 1)


def _explain(
    inputs: TeamInput, visit: Visit, last: Mapping[Visit, int], *, carries: bool
) -> Explanation:
    months = last.get(visit)
    if carries:
        return Explanation(visit, Why.CARRIER, months)
    away, unable, apart, able = [], [], [], []
    for member in inputs.members:
        if member.id in (visit.inspector, visit.inspected):
            continue
        if member.away:
            away.append(member.id)
        elif not member.can_inspect:
            unable.append(member.id)
        elif frozenset((member.id, visit.inspected)) in inputs.excluded:
            apart.append(member.id)
        else:
            able.append(member.id)
    if not able:
        return Explanation(visit, Why.ONLY_ONE, months, tuple(away), tuple(unable), tuple(apart))
    if months is None:
        return Explanation(visit, Why.NEVER_MET)
    waits = [last.get(Visit(other, visit.inspected)) for other in able]
    is_oldest = all(wait is not None and wait <= months for wait in waits)
    return Explanation(visit, Why.LONGEST_AGO if is_oldest else Why.FITS, months)
