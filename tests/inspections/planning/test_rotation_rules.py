"""The rules that every generated month keeps, whatever the team: H1 to H7."""

from dataclasses import replace
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.planning.rotation import (
    Meeting,
    Member,
    Mode,
    TeamInput,
    Visit,
    WayOut,
    faults,
    input_digest,
    plan_round,
)
from inspections.planning.rotation.batch import plan_team
from inspections.planning.rotation.circuits import find_circuits

NOW = 24_300
few = settings(max_examples=40, deadline=None)


@st.composite
def teams(draw, modes=tuple(Mode), *, plain=False, smallest=1, largest=9):
    """A team with any mixture of constraints, and a year of haphazard history."""
    size = draw(st.integers(smallest, largest))
    ids = draw(st.lists(st.integers(1, 10_000), min_size=size, max_size=size, unique=True))
    maybe = st.just(False) if plain else st.sampled_from([False, False, False, True])
    members = tuple(
        Member(
            id=name,
            joined=NOW - draw(st.integers(0, 30)),
            away=draw(st.sampled_from([False] * 6 + [True])),
            can_inspect=not draw(maybe),
            visits_needed=1 if plain else draw(st.sampled_from([1, 1, 1, 1, 2, 0])),
            visits_cap=1 if plain else draw(st.sampled_from([1, 1, 2, 2, 3, 0])),
        )
        for name in ids
    )
    pairs = [(a, b) for a in ids for b in ids if a != b]
    history = ()
    if pairs:
        rows = st.tuples(st.integers(1, 14), st.sampled_from(pairs))
        history = tuple(
            Meeting(NOW - back, *pair) for back, pair in draw(st.lists(rows, max_size=40))
        )
    excluded = frozenset()
    if pairs and not plain:
        excluded = frozenset(map(frozenset, draw(st.lists(st.sampled_from(pairs), max_size=6))))
    return TeamInput(
        team=draw(st.integers(1, 2**31)),
        members=members,
        history=history,
        period=NOW,
        mode=draw(st.sampled_from(modes)),
        excluded=excluded,
        crew_size=draw(st.sampled_from([2, 3])),
    )


def check(team, plan):
    return faults(
        plan, team.members, team.history, team.period, mode=team.mode, excluded=team.excluded
    )


def largest_flow(team):
    """How many visits are possible at all, by networkx's maximum flow."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    present = [member for member in team.members if not member.away]
    for one in present:
        if one.can_inspect:
            graph.add_edge("source", ("by", one.id), capacity=one.visits_cap)
        graph.add_edge(("at", one.id), "sink", capacity=one.visits_needed)
        for other in present:
            if one != other and {one.id, other.id} not in team.excluded:
                graph.add_edge(("by", one.id), ("at", other.id), capacity=1)
    return nx.maximum_flow_value(graph, "source", "sink")


@few
@given(teams())
def test_no_plan_has_faults(team):
    assert check(team, plan_team(team)) == []


@few
@given(teams([Mode.ROTATION, Mode.PAIRS]))
def test_as_many_are_served_as_an_independent_solver_says(team):
    plan = plan_team(team)
    missing = sum(shortage.needed - shortage.assigned for shortage in plan.shortages)
    assert len(plan.visits) == largest_flow(team)
    assert len(plan.visits) + missing == sum(m.visits_needed for m in team.members if not m.away)


@few
@given(teams([Mode.ROTATION]), st.randoms())
def test_the_order_of_the_rows_changes_nothing(team, random):
    members, history = list(team.members), list(team.history)
    random.shuffle(members)
    random.shuffle(history)
    assert plan_team(replace(team, members=tuple(members), history=tuple(history))) == plan_team(
        team
    )


@few
@given(teams())
def test_planning_a_published_month_again_changes_nothing(team):
    plan = plan_team(team)
    again = plan_team(replace(team, keep=plan.visits))
    assert again.visits == plan.visits
    assert again.digest == plan.digest


@few
@given(teams(), st.data())
def test_completed_visits_stay_whatever_happens_to_the_team(team, data):
    plan = plan_team(team)
    done = tuple(v for v in plan.visits if data.draw(st.booleans()))
    gone = data.draw(st.sampled_from(team.members))
    left = replace(
        team,
        members=tuple(member for member in team.members if member != gone),
        keep=plan.visits,
        done=done,
    )
    repaired = plan_team(left)
    assert set(done) <= set(repaired.visits)
    assert repaired.done == tuple(sorted(done))
    assert check(left, repaired) == []


@few
@given(teams([Mode.ROTATION], plain=True, smallest=3))
def test_a_team_without_constraints_makes_one_ring(team):
    present = [member for member in team.members if not member.away]
    plan = plan_team(team)
    circuits = find_circuits((visit.inspector, visit.inspected) for visit in plan.visits)
    if len(present) >= 3 and len(team.members) not in (4, 6):
        assert [len(circuit) for circuit in circuits] == [len(present)]


@few
@given(teams([Mode.ROTATION], largest=7))
def test_visits_are_mutual_only_when_every_fair_plan_has_mutual_visits(team):
    if any(member.visits_needed > 1 for member in team.members) or len(team.members) == 4:
        return
    plan = plan_team(team)
    made = loads_of(plan.visits)
    assert bool(mutual(plan.visits)) == all(
        mutual(visits) for visits in all_plans(team, plan, sum(n * n for n in made.values()))
    )


def loads_of(visits):
    inspectors = [visit.inspector for visit in visits]
    return {inspector: inspectors.count(inspector) for inspector in inspectors}


def mutual(visits):
    arcs = {(visit.inspector, visit.inspected) for visit in visits}
    return {i for i, j in arcs if (j, i) in arcs}


def all_plans(team, plan, squares):
    """Every set of visits that serves the same households with loads as even, one by one."""
    able = {m.id: m.visits_cap for m in team.members if m.can_inspect and not m.away}
    served = sorted(visit.inspected for visit in plan.visits)

    def extend(chosen):
        if sum(count * count for count in loads_of(chosen).values()) > squares:
            return
        if len(chosen) == len(served):
            yield chosen
            return
        household = served[len(chosen)]
        for inspector, cap in able.items():
            if inspector == household or {inspector, household} in team.excluded:
                continue
            if loads_of(chosen).get(inspector, 0) < cap:
                yield from extend([*chosen, Visit(inspector, household)])

    yield from extend([])


@few
@given(teams([Mode.ROTATION], plain=True, smallest=3, largest=6))
def test_the_ring_is_the_cheapest_of_all_rings(team):
    from inspections.planning.rotation.filling import _costs
    from inspections.planning.rotation.situation import see_situation

    situation = see_situation(team.team, team.members, team.history, team.period)
    seats = list(situation.demand.seats)
    if len(seats) < 3 or (len(seats) == len(team.members) and len(seats) < 7):
        return  # small full teams may be on their ideal year, which is tested by itself
    cost = _costs(situation, len(seats))
    rings = [list(zip((0, *ring), (*ring, 0), strict=True)) for ring in permutations(seats[1:])]
    best = min(rings, key=lambda ring: sum(cost[arc] for arc in ring))
    assert plan_team(team).visits == tuple(sorted(situation.visits(best)))


def test_shortages_go_round_so_that_nobody_waits_longer_than_must_be():
    members = [Member(id=i, joined=NOW, can_inspect=i < 3, visits_cap=3) for i in range(1, 10)]
    history, waiting, longest = [], dict.fromkeys(range(1, 10), 0), 0
    for period in range(NOW, NOW + 40):
        plan = plan_round(5, members, history, period)
        assert faults(plan, members, history, period) == []
        assert len(plan.visits) == 6
        assert len(plan.shortages) == 3
        seen = {visit.inspected for visit in plan.visits}
        waiting = {i: 0 if i in seen else waiting[i] + 1 for i in waiting}
        longest = max(longest, *waiting.values())
        history += [Meeting(period, v.inspector, v.inspected) for v in plan.visits]
    assert longest == 1  # uninspected for one month at most, so seen every second month


@few
@given(teams([Mode.ROTATION]))
def test_the_cheapest_way_out_of_a_shortage_makes_room_for_a_visit_more(team):
    plan = plan_team(team)
    for shortage in plan.shortages:
        assert shortage.demand > shortage.capacity
        if shortage.way_out is WayOut.RAISE_CAP:
            better = replace(
                team,
                members=tuple(
                    replace(m, visits_cap=m.visits_cap + 1) if m.id == shortage.helper else m
                    for m in team.members
                ),
            )
        elif shortage.way_out is WayOut.LIFT_EXCLUSION:
            pair = frozenset((shortage.helper, shortage.other))
            better = replace(team, excluded=team.excluded - {pair})
        else:
            continue
        assert largest_flow(better) > largest_flow(team)


@pytest.mark.parametrize("mode", Mode)
def test_a_household_alone_is_told_so(mode):
    plan = plan_round(1, [Member(id=4, joined=NOW)], [], NOW, mode=mode)
    (shortage,) = plan.shortages
    assert (shortage.household, shortage.reason, shortage.way_out) == (4, "alone", "outside_help")


def test_a_team_in_which_nobody_is_there_has_an_empty_plan():
    plan = plan_round(1, [Member(id=4, joined=NOW, away=True)], [], NOW)
    assert (plan.visits, plan.shortages) == ((), ())


def test_two_members_with_one_id_are_refused():
    with pytest.raises(ValueError, match="share an id"):
        plan_round(1, [Member(id=4, joined=NOW), Member(id=4, joined=NOW)], [], NOW)


def test_another_input_has_another_digest():
    members = [Member(id=i, joined=NOW - 9) for i in (1, 2, 3)]
    met = [Meeting(NOW - 1, 1, 2)]
    digests = {
        input_digest(7, members, met, NOW),
        input_digest(8, members, met, NOW),
        input_digest(7, members[:2], met, NOW),
        input_digest(7, members, [], NOW),
        input_digest(7, members, [Meeting(NOW - 1, 2, 1)], NOW),
        input_digest(7, members, met, NOW + 1),
        input_digest(7, members, met, NOW, mode=Mode.PAIRS),
        input_digest(7, members, met, NOW, excluded={frozenset((1, 2))}),
        input_digest(7, [replace(members[0], away=True), *members[1:]], met, NOW),
    }
    assert len(digests) == 9


def test_meetings_of_the_month_itself_are_no_history_yet():
    members = [Member(id=i, joined=NOW - 9) for i in range(1, 6)]
    now = [Meeting(NOW, 1, 2), Meeting(NOW + 1, 2, 3)]
    assert plan_round(7, members, now, NOW) == plan_round(7, members, [], NOW)
