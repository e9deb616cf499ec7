"""The states and the ranking against the rules worked out plainly, over months of every sort.

The oracle is handed days, names and numbers, and none of the core's values; it walks day by day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from firesafety.months import Month
from inspections.planning.clock import Clock, Pause
from inspections.planning.holidays import Holidays
from inspections.planning.overdue import (
    AssignmentFacts,
    Cause,
    HazardFacts,
    RoundFacts,
    RoundState,
    hazard_state,
    rank_overdue,
    round_state,
)
from inspections.planning.overdue_check import faults
from inspections.planning.weights import Weights, ceiling, hazard_weight

DAY = timedelta(days=1)
NEW_YEARS = {2026: date(2026, 2, 17), 2027: date(2027, 2, 6), 2028: date(2028, 1, 26)}
FACTORS = {
    "house": 1.0,
    "house_business": 1.5,
    "shop": 1.5,
    "market_stall": 1.5,
    "boarding_house": 2.0,
    "hospital_ward": 2.0,
}
TELLING = ["not_done", "other", "nobody_home", "away", "refused", "on_paper", "paused"]


class Visit(NamedTuple):
    inspector: int
    home: int
    done: bool
    cause: str
    heard: date | None


class Fault(NamedTuple):
    severity: str
    kind: str
    found: date
    due: date
    claimed: date | None
    ended: date | None
    mistake: bool


@dataclass(frozen=True)
class World:
    """One team's month, in days and numbers. ``rests``: days around Tết, None for no Tết."""

    team: int
    month: Month
    due: date
    missed: date
    closed: date | None
    rests: tuple[int, int] | None
    pauses: tuple[tuple[date, date | None], ...]
    visits: tuple[Visit, ...]
    hazards: tuple[Fault, ...]
    silent: int
    people: int

    def facts(self):
        return RoundFacts(
            self.team,
            self.month,
            self.month.first_day,
            self.due,
            self.missed,
            closed_on=self.closed,
            clock=Clock(
                tuple(Pause(*days) for days in self.pauses),
                Holidays(tet=False) if self.rests is None else Holidays(True, *self.rests),
            ),
            assignments=tuple(
                AssignmentFacts(v.inspector, v.home, v.done, Cause(v.cause), v.heard)
                for v in self.visits
            ),
            hazards=tuple(hazard_of(each) for each in self.hazards),
            months_silent=self.silent,
            people_at_risk=self.people,
        )


def hazard_of(fault):
    severity, kind, found, due, *ends = fault
    return HazardFacts(1, severity, found, due, kind, *ends)


# --- worlds: the ends of months, of years and of Februaries, and Tết, come often --------------

edges = st.sampled_from(
    [
        date(2026, 2, 28),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 6),
        date(2028, 1, 26),
        date(2028, 2, 29),
    ]
)
days = st.builds(lambda day, by: day + by * DAY, edges, st.integers(-45, 45))


def around(day, before, after):
    return st.integers(-before, after).map(lambda by: day + by * DAY)


@st.composite
def pauses(draw, *, near):
    """Some rests, apart, end to end or overlapping; at most the last of them goes on."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(around(near, 30, 30))
        found.append((start, start + draw(st.integers(1, 40)) * DAY))
    if draw(st.integers(0, 3)) == 0:
        found.append((draw(around(near, 10, 30)), None))
    return tuple(found)


@st.composite
def one_fault(draw, *, near):
    found = draw(around(near, 120, 5))
    due = found + draw(st.integers(0, 60)) * DAY
    return Fault(
        draw(st.sampled_from(["critical", "major", "minor"])),
        draw(st.sampled_from(sorted(FACTORS))),
        found,
        due,
        draw(st.none() | around(due, 5, 5)),
        draw(st.none() | around(near, 5, 5)),
        draw(st.booleans()),
    )


@st.composite
def worlds(draw, *, near):
    month = Month.of(near).plus(draw(st.integers(-2, 1)))
    due = min(month.first_day + draw(st.integers(0, 34)) * DAY, month.last_day + 5 * DAY)
    missed = due + draw(st.integers(1, 40)) * DAY
    visit = st.builds(
        Visit,
        st.integers(1, 4),
        st.integers(6, 9),
        st.booleans(),
        st.sampled_from(TELLING),
        st.none() | around(near, 4, 4),
    )
    return World(
        draw(st.integers(1, 5)),
        month,
        due,
        missed,
        draw(st.none() | around(missed, 1, 20)),
        draw(st.none() | st.tuples(st.integers(0, 8), st.integers(0, 8))),
        draw(pauses(near=due)),
        tuple(draw(st.lists(visit, max_size=6))),
        tuple(draw(st.lists(one_fault(near=near), max_size=4))),
        draw(st.integers(0, 9)),
        draw(st.integers(0, 80)),
    )


@st.composite
def cases(draw):
    """A day and teams, some of them at the very day on which something begins or ends."""
    near = draw(days)
    teams = draw(
        st.lists(worlds(near=near), max_size=3, unique_by=lambda each: (each.team, each.month))
    )
    turns = [near]
    for each in teams:
        turns += [each.month.first_day, each.due, each.missed, each.due - 3 * DAY]
        turns += [day for days in each.pauses for day in days if day]
        turns += [day for one in each.hazards for day in (one.found, one.due, one.ended) if day]
    on = draw(st.sampled_from(turns)) + draw(st.integers(-1, 1)) * DAY
    return on, teams


points = st.floats(0, 100, allow_nan=False)
all_weights = st.builds(
    lambda levels, rest, caps: Weights(
        critical_hazard=sorted(levels)[2],
        major_hazard=sorted(levels)[1],
        minor_hazard=sorted(levels)[0],
        month_silent=rest[0],
        all_missing=rest[1],
        day_late=rest[2],
        person_at_risk=rest[3],
        age_cap_days=caps[0],
        silent_cap=caps[1],
        listed_after_silent=caps[2],
        late_cap_days=caps[3],
        people_cap=caps[4],
    ),
    st.tuples(points, points, points),
    st.tuples(points, points, points, points),
    st.tuples(*[st.integers(1, 90)] * 5),
)


# --- the rules by hand ------------------------------------------------------------------------


def paused(world, day):
    return any(start <= day and (end is None or end > day) for start, end in world.pauses)


def holiday(world, day):
    if world.rests is None or day.year not in NEW_YEARS:
        return False
    before, after = world.rests
    return -before <= (day - NEW_YEARS[day.year]).days <= after


def late_by(world, on):
    days, day = 0, world.due
    while day < on:
        day += DAY
        if not paused(world, day) and not holiday(world, day):
            days += 1
    return days


def unseen(world, on):
    """Per home that nobody is known to have seen, why not: the most telling of the reasons."""
    known = [(v, v.heard is None or v.heard <= on) for v in world.visits]
    seen = {v.home for v, heard in known if heard and v.done}
    reasons = {}
    for v, heard in known:
        if v.home not in seen:
            reasons.setdefault(v.home, []).append(v.cause if heard else "not_done")
    return {home: max(given, key=TELLING.index) for home, given in reasons.items()}


def states_of(world, on):
    """Every state whose own words hold on the day; it should be one."""
    closed = world.closed is not None and world.closed <= on
    rests = paused(world, on) and not closed
    runs = not closed and not rests and on >= world.month.first_day
    missing = runs and bool(unseen(world, on))
    over = on >= world.missed
    late = missing and not over and late_by(world, on) >= 1
    soon = missing and not over and not late and on + 3 * DAY >= world.due
    words = {
        "closed": closed,
        "paused": rests,
        "not_open": not closed and not rests and on < world.month.first_day,
        "missed": missing and over,
        "late": late,
        "due_soon": soon,
        "open": runs and not (missing and over) and not late and not soon,
    }
    return [name for name, holds in words.items() if holds]


def line_of(world, on, weights):
    """(score, days late, missing, hazards overdue) of an overdue team, else None."""
    (state,) = states_of(world, on)
    late = state in ("late", "missed")
    silent = 0 if state == "paused" else world.silent
    open_now = [
        one for one in world.hazards if one.found <= on and not (one.ended and one.ended <= on)
    ]
    waiting = [one for one in open_now if not (one.claimed and one.claimed <= on)]
    overdue = sum(on > one.due for one in waiting)
    if not late and not overdue and silent < weights.listed_after_silent:
        return None
    causes = unseen(world, on) if late else {}
    score = weights.month_silent * min(silent, weights.silent_cap)
    score += weights.person_at_risk * min(world.people, weights.people_cap)
    if late:
        homes = {v.home for v in world.visits}
        halves = sum(1 if cause == "on_paper" else 2 for cause in causes.values())
        score += weights.all_missing * halves / 2 / len(homes)
        score += weights.day_late * min(late_by(world, on), weights.late_cap_days)
    for one in open_now:
        base = {
            "critical": weights.critical_hazard,
            "major": weights.major_hazard,
            "minor": weights.minor_hazard,
        }[one.severity]
        age = min((on - one.found).days, weights.age_cap_days)
        score += base * FACTORS[one.kind] * (1 + age / weights.age_cap_days)
    return score, late_by(world, on) if late else 0, causes, overdue


@given(cases())
@example((date(2026, 11, 30), []))
def test_each_day_has_the_one_state_whose_words_hold(case):
    on, teams = case
    for each in teams:
        assert [round_state(each.facts(), on=on).value] == states_of(each, on)


@given(days.flatmap(lambda near: st.tuples(one_fault(near=near), around(near, 130, 70))))
def test_each_day_a_hazard_has_the_one_state_whose_words_hold(case):
    fault, on = case
    known = fault.found <= on
    ended = known and fault.ended is not None and fault.ended <= on
    claimed = known and not ended and fault.claimed is not None and fault.claimed <= on
    waits = known and not ended and not claimed
    words = {
        "not_found": not known,
        "closed": ended and not fault.mistake,
        "withdrawn": ended and fault.mistake,
        "awaiting": claimed,
        "overdue": waits and (on - fault.due).days >= 1,
        "due_soon": waits and 0 <= (fault.due - on).days <= 3,
        "open": waits and (fault.due - on).days >= 4,
    }
    told = hazard_state(hazard_of(fault), on=on).value
    assert [told] == [name for name, holds in words.items() if holds]


@given(cases(), all_weights | st.just(Weights()))
def test_the_ranking_agrees_with_the_rule_worked_out_by_hand(case, weights):
    on, teams = case
    ranking = rank_overdue([each.facts() for each in teams], on=on, weights=weights)
    by_hand = {
        (each.team, each.month): line
        for each in teams
        if (line := line_of(each, on, weights)) is not None
    }
    assert {line.team for line in ranking} == {team for team, _ in by_hand}
    assert len(ranking) == len({team for team, _ in by_hand})
    for line in ranking:
        score, days_late, causes, overdue = by_hand[line.team, line.month]
        assert abs(line.weight - score) < 1e-5
        others = [s for (team, _), (s, *_rest) in by_hand.items() if team == line.team]
        assert line.weight >= max(others) - 1e-5
        assert abs(sum(part.points for part in line.parts) - line.score) < 0.05
        # Each of at most seven parts is rounded to a tenth before it is shown.
        assert abs(line.score - score) <= 0.36
        assert (line.days_late, line.hazards_overdue) == (days_late, overdue)
        if line.state is not RoundState.PAUSED:
            assert {one.household: one.cause.value for one in line.missing} == causes
    order = [(-line.weight, line.team) for line in ranking]
    assert order == sorted(order)


@given(cases(), all_weights | st.just(Weights()))
def test_no_team_ever_weighs_more_than_its_ceiling(case, weights):
    on, teams = case
    facts = {(each.team, each.month): each.facts() for each in teams}
    for line in rank_overdue(facts.values(), on=on, weights=weights):
        told = facts[line.team, line.month]
        highest = ceiling(
            weights,
            hazard_points=sum(
                hazard_weight(each.severity, each.kind, weights) for each in told.hazards
            ),
            silent=told.months_silent,
            missing=len(line.missing),
            households=len({visit.inspected for visit in told.assignments}),
            people=told.people_at_risk,
        )
        assert line.weight <= highest + 1e-5


@given(cases())
def test_the_checker_finds_no_fault_in_any_ranking(case):
    on, worlds = case
    teams = [each.facts() for each in worlds]
    assert faults(rank_overdue(teams, on=on), teams, on=on) == ()


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(case, random):
    on, worlds = case
    teams = [each.facts() for each in worlds]
    shuffled = random.sample(teams, len(teams))
    assert rank_overdue(shuffled, on=on) == rank_overdue(teams, on=on)


@given(cases())
def test_the_days_of_a_team_that_hears_nothing_new_never_run_backwards(case):
    on, worlds = case
    order = [RoundState.NOT_OPEN, RoundState.OPEN, RoundState.DUE_SOON]
    order += [RoundState.LATE, RoundState.MISSED, RoundState.CLOSED]
    for each in worlds:
        if any(visit.heard for visit in each.visits):
            continue
        states = [round_state(each.facts(), on=on + n * DAY) for n in range(60)]
        ranks = [order.index(state) for state in states if state is not RoundState.PAUSED]
        assert ranks == sorted(ranks)


@given(cases(), st.integers(0, 60))
def test_what_is_heard_later_changes_no_day_before(case, later):
    """A closed month, and any day that is over, stays what it was."""
    on, worlds = case
    heard = on + (1 + later) * DAY
    for each in worlds:
        before = each.facts()
        waiting, entered = (
            replace(before, assignments=(*before.assignments, visit))
            for visit in (
                AssignmentFacts(98, 99),
                AssignmentFacts(98, 99, done=True, received_on=heard),
            )
        )
        assert rank_overdue([waiting], on=on) == rank_overdue([entered], on=on)
        assert round_state(waiting, on=on) is round_state(entered, on=on)
