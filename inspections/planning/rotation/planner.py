"""Plans one team's month."""

from collections.abc import Collection, Iterable

from inspections.planning.rotation.circuits import find_circuits
from inspections.planning.rotation.digest import ENGINE_VERSION, input_digest
from inspections.planning.rotation.one_each import rotate
from inspections.planning.rotation.situation import see_situation
from inspections.planning.rotation.values import Meeting, Member, Mode, Note, Plan, TeamInput, Visit


def plan_round(
    team: int,
    members: Collection[Member],
    history: Collection[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Collection[frozenset[int]] = frozenset(),
    keep: Iterable[Visit] = (),
    done: Iterable[Visit] = (),
    crew_size: int = 2,
) -> Plan:
    """Who inspects whom in one operating month.

    ``team`` is the team's own number, used to draw lots. ``history`` holds completed
    inspections of earlier periods, in any order. ``excluded`` holds pairs of households that
    must not visit each other. ``keep`` are visits already published, changed only where the
    team itself changed; ``done`` are those already completed, never changed.

    The same inputs give the same plan in any order, process or version of Python; another
    ``ENGINE_VERSION`` may plan otherwise. Raises ValueError when two members share an id.
    """
    if mode != Mode.ROTATION:
        raise ValueError(f"Mode {mode} is not planned yet.")
    done = tuple(done)
    situation = see_situation(
        team, members, history, period, excluded=excluded, keep=keep, done=done
    )
    arcs, shortages = rotate(situation)
    visits = sorted(set(done) | set(situation.visits(arcs)))
    return Plan(
        visits=tuple(visits),
        shortages=tuple(shortages),
        notes=shape_notes(visits),
        done=tuple(sorted(set(done))),
        digest=input_digest(
            team, members, history, period, mode=mode, excluded=excluded, crew_size=crew_size
        ),
        engine_version=ENGINE_VERSION,
    )


def plan_rounds(teams: Iterable[TeamInput]) -> list[Plan]:
    """One plan for each team, in the order given; the same as one by one."""
    return [
        plan_round(
            each.team,
            each.members,
            each.history,
            each.period,
            mode=each.mode,
            excluded=each.excluded,
            keep=each.keep,
            done=each.done,
            crew_size=each.crew_size,
        )
        for each in teams
    ]


def shape_notes(visits: Collection[Visit]) -> tuple[Note, ...]:
    """What the team should know about the shape of its month."""
    pairs = {(visit.inspector, visit.inspected) for visit in visits}
    if any((inspected, inspector) in pairs for inspector, inspected in pairs):
        return (Note.MUTUAL_PAIR,)
    if len({inspected for _, inspected in pairs}) == len(pairs) and len(find_circuits(pairs)) > 1:
        return (Note.SEVERAL_RINGS,)
    return ()
