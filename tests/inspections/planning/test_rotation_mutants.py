"""The tests of the planner are tested: each planted mistake must be found.

``audit`` asks of a few fixed teams what the other tests ask of many. It finds nothing wrong
with the planner as it is, and something with every mutant.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from inspections.planning.rotation import (
    Meeting,
    Member,
    Mode,
    Note,
    Visit,
    carriers,
    faults,
    filling,
    memory,
    plan_round,
    planner,
    search,
    shortages,
    situation,
    wishes,
)
from inspections.planning.rotation.capacity import Demand
from inspections.planning.rotation.circuits import Shape

NOW = 24_300


def run(members, months, *, mode=Mode.ROTATION, excluded=frozenset(), complaints):
    """Lives some months and returns the plans; faults go to ``complaints``."""
    history, plans = [], []
    for period in range(NOW, NOW + months):
        plan = plan_round(9, members, history, period, mode=mode, excluded=excluded)
        complaints += faults(plan, members, history, period, mode=mode, excluded=excluded)
        plans.append(plan)
        history += [Meeting(period, visit.inspector, visit.inspected) for visit in plan.visits]
    return plans


def household(number, **changes):
    return replace(Member(id=number, joined=NOW), **changes)


def audit():
    """What is wrong with the planner, as a list of sentences."""
    try:
        return [
            *_undisturbed(),
            *_constrained(),
            *_short_of_inspectors(),
            *_repaired(),
            *_forgetful(),
            *_other_modes(),
            *_windowed(),
            *_swept(),
            *_fair_for_years(),
        ]
    except Exception as error:
        return [f"It fails: {error!r}."]


def _undisturbed():
    complaints = []
    for size in (4, 5, 6, 8, 12):
        plans = run([household(i) for i in range(size)], size - 1, complaints=complaints)
        if len({visit for plan in plans for visit in plan.visits}) != size * (size - 1):
            complaints.append(f"{size} do not meet in {size - 1} months.")
        if size > 6 and any(plan.notes for plan in plans):
            complaints.append(f"{size} do not always make one ring.")
    away = [household(i, away=i in (2, 5)) for i in range(9)]
    if any(plan.notes for plan in run(away, 14, complaints=complaints)):
        complaints.append("Seven of nine do not always make one ring.")
    for before, after in pairwise(plans):
        if {Visit(v.inspected, v.inspector) for v in before.visits} & set(after.visits):
            complaints.append("A visit is returned the next month.")
    return complaints


def _constrained():
    complaints = []
    members = [
        household(i, can_inspect=i != 3, visits_needed=2 if i in (5, 6) else 1, visits_cap=2)
        for i in range(9)
    ]
    feuds = frozenset({frozenset((0, 1)), frozenset((2, 7))})
    plans = run(members, 24, excluded=feuds, complaints=complaints)
    made = [
        sum(v.inspector == i for plan in plans for v in plan.visits) for i in range(9) if i != 3
    ]
    if max(made) - min(made) > 1:
        complaints.append(f"Loads are unfair: {made}.")
    if any(Note.MUTUAL_PAIR in plan.notes for plan in plans):
        complaints.append("There are mutual visits that could be avoided.")
    return complaints


def _short_of_inspectors():
    complaints = []
    members = [household(i, can_inspect=i < 2, visits_cap=3) for i in range(9)]
    waiting = dict.fromkeys(range(9), 0)
    for plan in run(members, 20, complaints=complaints):
        seen = {visit.inspected for visit in plan.visits}
        waiting = {i: 0 if i in seen else waiting[i] + 1 for i in waiting}
        if len(seen) != 6 or max(waiting.values()) > 1:
            complaints.append("Shortages do not go round.")
    return complaints


def _repaired():
    complaints = []
    members = [household(i) for i in range(10)]
    published = plan_round(9, members, [], NOW).visits
    done = published[:4]
    left = plan_round(9, members[:-1], [], NOW, keep=published, done=done)
    stay = {visit for visit in published if 9 not in (visit.inspector, visit.inspected)}
    if not {*stay, *done} <= set(left.visits):
        complaints.append("A leaver changes visits of others.")
    joined = [*members, household(10)]
    if len(set(published) - set(plan_round(9, joined, [], NOW, keep=published).visits)) != 1:
        complaints.append("A joiner changes more than one visit.")
    done = (Visit(0, 5), Visit(3, 2))
    complaints += faults(plan_round(9, members, [], NOW, done=done), members, [], NOW)
    return complaints


def _forgetful():
    """Two of eight never make their visits: nobody should be left out twice running."""
    members = [household(i) for i in range(8)]
    history, waiting, complaints = [], dict.fromkeys(range(8), 0), []
    for period in range(NOW, NOW + 30):
        visits = [v for v in plan_round(9, members, history, period).visits if v.inspector > 1]
        seen = {visit.inspected for visit in visits}
        waiting = {i: 0 if i in seen else waiting[i] + 1 for i in waiting}
        if period > NOW + 4 and max(waiting.values()) > 1:
            complaints.append("A household is left to forgetful inspectors twice running.")
        history += [Meeting(period, visit.inspector, visit.inspected) for visit in visits]
    return complaints


def _other_modes():
    complaints = []
    for mode, months in ((Mode.PAIRS, 7), (Mode.DUTY, 8), (Mode.CREW, 4)):
        plans = run([household(i) for i in range(8)], months, mode=mode, complaints=complaints)
        on_duty = [visit.inspector for plan in plans for visit in plan.visits]
        met = {visit for plan in plans for visit in plan.visits}
        if mode is not Mode.CREW and len(met) != 56:
            complaints.append(f"In mode {mode} not all meet in {months} months.")
        if any(plan.notes for plan in plans):
            complaints.append(f"Mode {mode} needs help from others.")
        if mode is Mode.CREW and len(set(on_duty)) != 8:
            complaints.append("Not all have walked with the crew.")
    return complaints


def _windowed():
    """Within three months nobody comes to the same home, is on duty or walks again."""
    complaints = []
    apart = frozenset(frozenset((i, j)) for i in (1, 2, 3) for j in (4, 5, 6))
    for mode, size, feuds in (
        (Mode.ROTATION, 6, frozenset()),
        (Mode.PAIRS, 6, frozenset()),
        (Mode.CREW, 9, frozenset()),
        (Mode.DUTY, 7, apart),
    ):
        history, on_duty = [], []
        for period in range(NOW, NOW + 24):
            members = [
                household(i, away=mode != Mode.DUTY and period % 8 == i) for i in range(size)
            ]
            options = {"mode": mode, "excluded": feuds, "no_repeat": 3}
            plan = plan_round(9, members, history, period, **options)
            complaints += faults(plan, members, history, period, **options)
            history += [Meeting(period, visit.inspector, visit.inspected) for visit in plan.visits]
            on_duty.append(max(range(size), key=[v.inspector for v in plan.visits].count))
        if mode is Mode.DUTY and any(one == other for one, other in pairwise(on_duty)):
            complaints.append("A household is on duty two months running.")
    return complaints


def _swept():
    """Before a holiday everybody is seen by two: two rings, and nobody sees its own visitor."""
    complaints = []
    for size in (6, 8):
        members = [household(i, visits_needed=2, visits_cap=2) for i in range(size)]
        run(members, 4, complaints=complaints)
    return complaints


def _fair_for_years():
    """One of five cannot go and two are seen by two: the others still share evenly."""
    complaints = []
    members = [
        household(i, can_inspect=i != 1, visits_needed=2 if i in (0, 4) else 1, visits_cap=2)
        for i in range(5)
    ]
    plans = run(members, 40, excluded=frozenset({frozenset((0, 1))}), complaints=complaints)
    made = [sum(v.inspector == i for plan in plans for v in plan.visits) for i in (0, 2, 3, 4)]
    if max(made) - min(made) > 1:
        complaints.append(f"Over the years loads drift apart: {made}.")
    return complaints


def younger_first(self, seat):
    return -self.memory.lapse[self.seats[seat]]


def allowed_for_all(present, excluded, done):
    """Forgets exclusions."""
    return real_demand(present, frozenset(), done)


real_demand = situation._demand
real_remember = memory.remember
real_costs = wishes.base_costs
real_ties = wishes.with_ties


def remember_planned_too(members, history, period):
    return real_remember(members, [replace(m, period=m.period + 1) for m in history], period)


def no_memory(members, history, period):
    return real_remember(members, [], period)


def forget_debts(members, history, period):
    seen = real_remember(members, history, period)
    return replace(seen, debt=tuple(-debt for debt in seen.debt))


def trust_everybody(seen, seats):
    return np.zeros((len(seats), len(seats)), dtype=np.int64)


def youngest_visits_first(*args, **options):
    cost = real_costs(*args, **options)
    return cost.max() - cost


def no_ideal(size, period):
    return ()


def ignore_done(present, excluded, done):
    return real_demand(present, excluded, ())


def everybody_can(present, excluded, done):
    return real_demand([replace(m, can_inspect=True) for m in present], excluded, done)


def one_visit_is_enough(present, excluded, done):
    demand = real_demand(present, excluded, done)
    return Demand(demand.allowed, demand.caps, tuple(min(1, need) for need in demand.needs))


def no_limit(present, excluded, done):
    demand = real_demand(present, excluded, done)
    return Demand(demand.allowed, tuple(9 for _ in demand.caps), demand.needs)


def break_nothing(arcs, shape):
    return []


def forget_who_met(self, seat, target):
    return 1


def no_window(situation):
    count = len(situation.demand.seats)
    return np.zeros((count, count), dtype=np.int64)


def same_walkers(situation, crew):
    return crew


def bear_anything(situation, loads):
    return 0


def any_pass_will_do(situation, demand, cost, strictest):
    return real_cheapest(situation, demand, cost, min(strictest, Shape.NO_MUTUAL))


real_cheapest = filling._cheapest


def first_in_the_list(team, crew_size):
    return (0, 1) if team.mode in (Mode.DUTY, Mode.CREW) else ()


MUTANTS = {
    "the longest wait comes last": (situation.Situation, "lapse", younger_first),
    "exclusions are forgotten": (situation, "_demand", allowed_for_all),
    "this month counts as history": (situation, "remember", remember_planned_too),
    "nothing is remembered": (situation, "remember", no_memory),
    "who did most does more": (situation, "remember", forget_debts),
    "forgetful inspectors are trusted": (wishes, "_doubt", trust_everybody),
    "young visits come first": (filling, "base_costs", youngest_visits_first),
    "the ideal year is lost": (situation, "ideal_month", no_ideal),
    "done visits are planned again": (situation, "_demand", ignore_done),
    "the unable inspect": (situation, "_demand", everybody_can),
    "second visits are forgotten": (situation, "_demand", one_visit_is_enough),
    "limits are forgotten": (situation, "_demand", no_limit),
    "circuits are never broken": (search, "circuits_to_break", break_nothing),
    "any shape will do": (filling, "_strictest_shape", lambda situation: Shape.FREE),
    "shortages are not told": (planner, "share_out", lambda s: (shortages.share_out(s)[0], [])),
    "published visits are dear": (
        filling,
        "_still_serves",
        lambda situation, served: len(situation.keep) > 0,
    ),
    "pairs forget who met": (situation.Situation, "age", forget_who_met),
    "the same are always on duty": (planner, "choose_carriers", first_in_the_list),
    "visits come again at once": (filling, "_overlaps", no_window),
    "whoever led leads again": (situation.Situation, "leads_again", lambda self, seat: 0),
    "whoever walked walks again": (carriers, "_crew_score", same_walkers),
    "pairs meet again": (situation.Situation, "repeats", lambda self, seat, target: 0),
    "debts are never paid": (filling, "_spread", bear_anything),
    "one ring is enough for nobody": (filling, "_cheapest", any_pass_will_do),
    "the deputy stays at home": (
        carriers,
        "permutations",
        lambda able, count: [(seat,) for seat in able],
    ),
}


def test_the_planner_passes_its_audit():
    assert audit() == []


@pytest.mark.parametrize("mistake", MUTANTS)
def test_every_planted_mistake_is_found(mistake, monkeypatch):
    where, name, mutant = MUTANTS[mistake]
    monkeypatch.setattr(where, name, mutant)
    assert audit() != []
