"""The yardsticks of the benchmark measure what they say."""

from dataclasses import replace

import pytest

from inspections.planning import rotation_benchmark
from inspections.planning.rotation import Meeting, Member, TeamInput, Visit
from inspections.planning.rotation_benchmark import compare, measures
from inspections.planning.rotation_benchmark.gates import CEILINGS, FLOORS, judge
from inspections.planning.rotation_benchmark.peers import PEERS, greedy_least_recent
from inspections.planning.rotation_benchmark.worlds import Life, Month, World, live

MEMBERS = tuple(Member(id=i, joined=0) for i in (1, 2, 3))
RIGHT = (Visit(1, 2), Visit(2, 3), Visit(3, 1))
LEFT = (Visit(1, 3), Visit(2, 1), Visit(3, 2))


def life(*months):
    """A team of three that lived these months: (planned, completed) each."""
    return Life(
        team=1,
        members=list(MEMBERS),
        months=[
            Month(period, MEMBERS, planned, completed, frozenset())
            for period, (planned, completed) in enumerate(months)
        ],
    )


def test_all_have_met_once_both_ways_round_are_done():
    both_ways = life((RIGHT, RIGHT), (LEFT, LEFT))
    assert measures.coverage(both_ways) == measures.guarantee_time(both_ways) == 2
    assert measures.coverage_bound(both_ways) == 2


def test_a_pair_that_never_meets_counts_as_later_than_all_months():
    one_way = life((RIGHT, RIGHT), (RIGHT, RIGHT))
    assert measures.coverage(one_way) == measures.guarantee_time(one_way) == 3


def test_repeats_and_reversals_look_at_the_month_before():
    lived = life((RIGHT, RIGHT), (RIGHT, RIGHT), (LEFT, LEFT))
    assert measures.repeats_and_reversals([lived]) == (3 / 9, 3 / 9)


def test_a_household_waits_while_its_inspector_forgets():
    lived = life((RIGHT, RIGHT), (LEFT, LEFT[:1]), (RIGHT, ()))
    assert measures.longest_wait(lived) == 2
    lived.idle.add(2)
    assert measures.waited_in_vain(lived, 0) == 1


def test_rings_mutual_pairs_and_loads_are_counted():
    mutual = (Visit(1, 2), Visit(2, 1), Visit(1, 3))
    lived = life((RIGHT, RIGHT), (mutual, mutual))
    assert measures.share_of_rings([lived]) == 1 / 2
    assert measures.avoidable_mutual_pairs([lived]) == 1
    assert measures.load_spread(lived) == 2


@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_sends_each_to_one_other_and_nobody_to_itself(peer):
    lives = live(World(teams=4, months=12, away=0.2, join=0.05, leave=0.05), PEERS[peer])
    for lived in lives:
        for month in lived.months:
            here = sorted(member.id for member in month.members if not member.away)
            visits = month.planned
            assert all(visit.inspector != visit.inspected for visit in visits)
            if len(here) > 1:
                assert sorted(visit.inspector for visit in visits) == here
                assert sorted(visit.inspected for visit in visits) == here


def test_the_greedy_peer_goes_where_it_has_not_been_for_longest():
    history = (Meeting(1, 1, 2), Meeting(2, 1, 3))
    (visits,) = greedy_least_recent([TeamInput(1, MEMBERS, history, 3)])
    assert Visit(1, 2) in visits


def test_every_planner_meets_the_same_people():
    world = World(teams=3, months=10, join=0.1, leave=0.1, away=0.1)
    one, other = (live(world, plan, seed=4) for plan in list(PEERS.values())[:2])
    assert [[m.members for m in lived.months] for lived in one] == [
        [m.members for m in lived.months] for lived in other
    ]


def test_a_gate_is_shut_when_its_figure_is_beyond_its_limit():
    worlds = {}
    for world, figure, limit in CEILINGS + FLOORS:
        worlds.setdefault(world, {"ours": {}})["ours"][figure] = limit
    assert all(gate["met"] for gate in judge(worlds))
    worlds["churn"]["ours"] |= {"rings": 0.9, "repeats": 0.1}
    assert [gate["figure"] for gate in judge(worlds) if not gate["met"]] == ["repeats", "rings"]


def test_the_benchmark_runs_and_everybody_meets_in_time(monkeypatch):
    short = {name: replace(world, months=8) for name, world in rotation_benchmark.WORLDS.items()}
    monkeypatch.setattr(rotation_benchmark, "WORLDS", short)
    answer = compare(1)
    assert answer["undisturbed"] == {str(size): size - 1 for size in range(5, 16)}
    assert set(answer["worlds"]["churn"]) == {"ours", *PEERS}
    assert answer["worlds"]["constrained"]["ours"]["faults"] == 0
    assert answer["speed"]["teams"] == 1
