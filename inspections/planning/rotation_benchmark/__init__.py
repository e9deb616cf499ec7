"""Measures the rotation beside four simple ways, on the same made-up teams, in one run."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import mean
from time import perf_counter, process_time
from typing import Any

from inspections.planning.rotation import TeamInput, Visit, faults, plan_rounds
from inspections.planning.rotation.batch import compile_ahead
from inspections.planning.rotation_benchmark import measures
from inspections.planning.rotation_benchmark.gates import Figures, judge
from inspections.planning.rotation_benchmark.peers import PEERS
from inspections.planning.rotation_benchmark.worlds import Life, Planner, World, live

QUALITY_TEAMS = 100
LEARNING = 4  # months until a household that never makes its visits is known as such
SPEED_STATES = 250  # different churned teams among those of the speed test
USUAL_SIZES = range(5, 16)

WORLDS = {
    "away": World(months=60, away=0.05),
    "churn": World(join=0.02, leave=0.02, away=0.05),
    "constrained": World(
        join=0.02,
        leave=0.02,
        away=0.05,
        unable=0.08,
        double=0.09,
        feuds=0.03,
        cap=2,
        remembered=120,
    ),
    "forgetful": World(months=60, never=0.25),
    "undone": World(months=60, undone=0.2, away=0.05),
}
WITH_PEERS = ("away", "churn", "undone")


def compare(size: int, *, seed: int = 0) -> dict[str, Any]:
    """Quality on up to 100 teams over the years, speed on ``size`` teams in one month.

    ``worlds`` holds the figures of each world and planner; ``gates`` what we promise and
    whether it is kept; ``undisturbed`` the months after which all have met, by team size.
    """
    compile_ahead()
    teams = max(1, min(size, QUALITY_TEAMS))
    worlds: dict[str, dict[str, Figures]] = {}
    for name, world in WORLDS.items():
        found: list[str] = []
        some = replace(world, teams=teams)
        worlds[name] = {"ours": _figures(live(some, _checked(found), seed=seed), len(found))}
        for peer, plan in PEERS.items() if name in WITH_PEERS else ():
            worlds[name][peer] = _figures(live(some, plan, seed=seed), None)
    gates = judge(worlds)
    undisturbed = {str(members): _months_to_meet(members) for members in USUAL_SIZES}
    return {
        "teams": teams,
        "seed": seed,
        "undisturbed": undisturbed,
        "worlds": worlds,
        "speed": _speed(size, seed),
        "gates": gates,
        "met": all(gate["met"] for gate in gates)
        and all(months == int(members) - 1 for members, months in undisturbed.items()),
    }


def _ours(teams: Sequence[TeamInput]) -> list[tuple[Visit, ...]]:
    return [plan.visits for plan in plan_rounds(teams)]


def _checked(found: list[str]) -> Planner:
    """Our planner, which adds whatever ``faults`` finds wrong to a list."""

    def plan(teams: Sequence[TeamInput]) -> list[tuple[Visit, ...]]:
        plans = plan_rounds(teams)
        for team, month in zip(teams, plans, strict=True):
            found.extend(
                faults(month, team.members, team.history, team.period, excluded=team.excluded)
            )
        return [month.visits for month in plans]

    return plan


def _figures(lives: list[Life], faults_found: int | None) -> Figures:
    guarantees = [measures.guarantee_time(life) for life in lives]
    repeats, reversals = measures.repeats_and_reversals(lives)
    bound = mean(measures.coverage_bound(life) for life in lives)
    return {
        "guarantee_mean": round(mean(guarantees), 2),
        "guarantee_max": max(guarantees),
        "coverage_over_bound": round(mean(map(measures.coverage, lives)) / max(1, bound), 4),
        "repeats": round(repeats, 6),
        "reversals": round(reversals, 6),
        "avoidable_mutual_pairs": measures.avoidable_mutual_pairs(lives),
        "rings": round(measures.share_of_rings(lives), 5),
        "load_spread": round(max(map(measures.load_spread, lives)), 2),
        "longest_wait": max(map(measures.longest_wait, lives)),
        "months_waited_in_vain": sum(measures.waited_in_vain(life, LEARNING) for life in lives),
        "faults": faults_found,
    }


def _months_to_meet(size: int) -> int:
    """Months until everybody in an undisturbed team has inspected everybody else."""
    (life,) = live(World(teams=1, months=2 * size, size=size), _ours)
    return measures.coverage(life)


def _speed(size: int, seed: int) -> dict[str, Any]:
    """Plans one month of many churned teams, from frozen values to plans, on one core."""
    states: list[TeamInput] = []

    def keep_last(teams: Sequence[TeamInput]) -> list[tuple[Visit, ...]]:
        states[:] = teams
        return _ours(teams)

    world = replace(WORLDS["churn"], teams=min(size, SPEED_STATES), months=13)
    live(world, keep_last, seed=seed)
    teams = [replace(states[number % len(states)], team=number) for number in range(size)]
    start, busy = perf_counter(), process_time()
    plans = plan_rounds(teams)
    seconds, busy = perf_counter() - start, process_time() - busy
    return {
        "teams": len(plans),
        "meetings": sum(len(team.history) for team in teams),
        "seconds": round(seconds, 3),
        "processor_seconds": round(busy, 3),
        "microseconds_per_team": round(1e6 * busy / len(plans), 1),
    }
